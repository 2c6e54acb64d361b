"""Sessions and their files: opened, saved, watched and compared, through Jupyter's contents."""
