import type { Problem } from './types';

/** A refusal or a failure of the server, or none reached at all. `message` is fit to be shown. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }

  get isUnreachable(): boolean {
    return this.code === 'page.unreachable';
  }

  static unreachable(): ApiError {
    return new ApiError(
      0,
      'page.unreachable',
      'The server does not answer. Check that it runs (dispatch start), then try again.',
    );
  }

  static async from(response: Response): Promise<ApiError> {
    const fallback = `The server answered ${response.status}. Try again; if it goes on, look into its log.`;
    try {
      const problem = (await response.json()) as Partial<Problem>;
      return new ApiError(response.status, problem.code ?? 'page.unknown', problem.detail ?? fallback);
    } catch {
      return new ApiError(response.status, 'page.unknown', fallback);
    }
  }
}

/** What to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
