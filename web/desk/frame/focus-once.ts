/** As a ref: the element takes the focus when it appears, so that the keyboard is where the work is. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}
