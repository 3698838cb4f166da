/** As a ref: the element takes the focus when it appears, so that the keyboard is where the work is. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

/**
 * For a dialog's `afterOpenChange`: the first field takes the focus, or the button that finishes. antd would give it to the
 * cross in the corner, where Enter throws away what one is about to do.
 */
export function focusFirst(what: "field" | "button") {
  return (open: boolean): void => {
    const dialog = open ? [...document.querySelectorAll<HTMLElement>('[role="dialog"]')].at(-1) : undefined;
    const field = dialog?.querySelector<HTMLElement>(
      '.ant-modal-body :is(textarea, input:not([type="file"]), button):not(.replies *)',
    );
    const finish = dialog?.querySelector<HTMLElement>(".ant-modal-footer .ant-btn:last-child");
    (what === "field" ? (field ?? finish) : (finish ?? field))?.focus();
  };
}
