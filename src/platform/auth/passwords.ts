/** Where better-auth answers, and what it asks of passwords. Apart from it, because loading better-auth takes a while. */
export const authPath = "/api/auth";
export const resetSeconds = 1800;
export const shortestPassword = 10;
export const longestPassword = 128;
