import { connect, type Socket } from "node:net";

export type Response = { readonly status: number; readonly body: string };

/** One keep-alive connection that sends one request at a time: as little work as a client can do, because it shares the machine. */
export class Client {
  readonly #socket: Socket;
  #buffer = "";
  #waiting: ((response: Response) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => this.#read(chunk));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("the connection was closed")));
  }

  static open(port: number): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Client(socket)));
      socket.once("error", reject);
    });
  }

  send(method: string, path: string, headers: string, body?: object): Promise<Response> {
    const text = body === undefined ? "" : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      this.#waiting = resolve;
      this.#failed = reject;
      this.#socket.write(
        `${method} ${path} HTTP/1.1\r\nhost: localhost\r\nx-requested-with: aftercare\r\n${headers}${body === undefined ? "" : `content-type: application/json\r\n`}content-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#buffer += chunk;
    const end = this.#buffer.indexOf("\r\n\r\n");
    if (end < 0) return;
    const head = this.#buffer.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? "0");
    const rest = this.#buffer.slice(end + 4);
    if (Buffer.byteLength(rest) < length) return;
    this.#buffer = "";
    const resolve = this.#waiting;
    this.#waiting = undefined;
    resolve?.({ status: Number(head.slice(9, 12)), body: rest });
  }
}
