/** The one of this response's content security policy; styles made by script must carry it. */
export const nonce: string = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
