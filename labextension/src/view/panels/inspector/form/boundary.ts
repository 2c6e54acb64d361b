import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  readonly failed: () => void;
}

/** Says that what is inside cannot be shown, instead of taking the page down with it. */
export class Boundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidCatch(): void {
    this.props.failed();
  }

  override render(): ReactNode {
    return this.state.hasFailed ? null : this.props.children;
  }
}
