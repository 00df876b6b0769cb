import createClient from "openapi-fetch";
import type { paths } from "./api.d.ts";
import { face } from "./face.ts";

/** A refusal as the server writes it (RFC 9457). `code` is stable; everything else is for people and logs. */
export interface ProblemDetails {
  code: string;
  status: number;
  detail: string;
  [fact: string]: unknown;
}

/** The server said no, or could not be reached (`code` is then `unreachable`). */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;

  constructor(readonly details: ProblemDetails) {
    super(details.detail);
    this.code = details.code;
    this.status = details.status;
  }
}

/** The API below `/api/v1`, typed by the server's own OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: "",
  credentials: "same-origin",
  headers: { "X-Face": face() },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The content of an answer. Throws {@link Problem}.
 *
 *     const page = await got(api.GET("/api/v1/polls"));
 */
export async function got<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (error) {
    throw new Problem({ code: "unreachable", status: 0, detail: String(error) });
  }
  if (answer.error === undefined && answer.response.ok) return answer.data as T;
  throw new Problem(problemOf(answer.error, answer.response));
}

/** Upload a file with its progress (0 … 1); `fetch` cannot tell how far an upload is. Throws {@link Problem}. */
export function upload<T>(path: string, file: File, progress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("X-Face", face());
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 400) resolve(request.response as T);
      else reject(new Problem(problemOf(request.response, { status: request.status })));
    };
    request.onerror = () => reject(new Problem({ code: "unreachable", status: 0, detail: "no connection" }));
    const form = new FormData();
    form.append("file", file, file.name);
    request.send(form);
  });
}

function problemOf(body: unknown, response: { status: number }): ProblemDetails {
  const details = typeof body === "object" && body !== null ? (body as Partial<ProblemDetails>) : {};
  return { code: "unknown", detail: "", ...details, status: response.status };
}

/** The address of something that is fetched by the browser itself (a picture, a download). */
export function addressOf(path: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}face=${face()}`;
}
