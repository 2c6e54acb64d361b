from . import native

FORMATS = {"native": native}
