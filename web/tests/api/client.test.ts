import { ApiClient } from '$api/client';
import { referenceOf } from '$api/problem';
import { describe, expect, it, vi } from 'vitest';

function client(status: number, body: unknown = '', type = 'application/problem+json') {
  const signedOut = vi.fn();
  const fetcher = vi.fn(() =>
    Promise.resolve(
      new Response(typeof body === 'string' ? body || null : JSON.stringify(body), {
        status,
        headers: { 'content-type': type },
      }),
    ),
  );
  return { client: new ApiClient(fetcher as unknown as typeof fetch, signedOut), fetcher, signedOut };
}

describe('a call', () => {
  it('sends JSON to where it belongs and gives the answer', async () => {
    const { client: api, fetcher } = client(200, { id: 'x' });

    expect(await api.rename({ workspace: 'a/b', id: 'c' }, 'new')).toEqual({ id: 'x' });
    expect(fetcher).toHaveBeenCalledWith(
      '/api/workspaces/a%2Fb/sessions/c',
      expect.objectContaining({ method: 'PATCH', body: '{"name":"new"}', credentials: 'same-origin' }),
    );
  });

  it('may be answered by nothing', async () => {
    expect(await client(204).client.remove({ workspace: 'a', id: 'b' })).toBeUndefined();
  });

  it('fails with what the server said', async () => {
    const { client: api } = client(404, { code: 'session.not-found', detail: 'There is no session b.' });

    await expect(api.session({ workspace: 'a', id: 'b' })).rejects.toMatchObject({
      status: 404,
      code: 'session.not-found',
      message: 'There is no session b.',
    });
  });

  it('fails in words even when the answer is no problem document', async () => {
    await expect(client(502, '<html>', 'text/html').client.me()).rejects.toThrow('The server answered 502.');
  });

  it('may succeed later only where the server says so', async () => {
    const body = { code: 'log.not-confirmed', detail: 'It was done, and stands.' };
    await expect(client(500, body).client.me()).rejects.toMatchObject({ mayPass: false });
    await expect(client(503, { ...body, retry: true }).client.me()).rejects.toMatchObject({ mayPass: true });
    await expect(client(502, '<html>', 'text/html').client.me()).rejects.toMatchObject({ mayPass: true });
  });

  it('says that nobody answers when nobody does', async () => {
    const api = new ApiClient(() => Promise.reject(new TypeError('failed')), vi.fn());

    await expect(api.me()).rejects.toMatchObject({ isUnreachable: true });
  });

  it('says so too when a network takes the question and never brings an answer', async () => {
    const silent: typeof fetch = (_, request) =>
      new Promise((_resolve, reject) =>
        request?.signal?.addEventListener('abort', () => reject(request.signal?.reason as Error)),
      );

    await expect(new ApiClient(silent, vi.fn()).me(1)).rejects.toMatchObject({ isUnreachable: true });
  });
});

describe('being signed out', () => {
  it('is told wherever it is noticed', async () => {
    const { client: api, signedOut } = client(401, { code: 'access.sign-in', detail: 'Sign in first.' });
    await expect(api.workspaces()).rejects.toThrow();

    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('is not the meaning of a wrong key', async () => {
    const { client: api, signedOut } = client(401, { code: 'access.key', detail: 'That is not the key.' });
    await expect(api.signIn('x')).rejects.toThrow('That is not the key.');

    expect(signedOut).not.toHaveBeenCalled();
  });
});

describe('an id for each call', () => {
  const sent = (fetcher: { mock: { calls: unknown[][] } }, at: number) =>
    (fetcher.mock.calls.at(at)?.[1] as { headers: Record<string, string> }).headers.traceparent;

  it('goes along as the W3C Trace Context has it, a new one each time', async () => {
    const { client: api, fetcher } = client(200, {});
    await api.me();
    await api.me();

    expect(sent(fetcher, 0)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(sent(fetcher, 1)).not.toBe(sent(fetcher, 0));
  });

  it('is in the error: the server’s word for it, or the one that was sent', async () => {
    const told = client(404, { code: 'session.not-found', detail: 'No.', traceId: 'a'.repeat(32) });
    const silent = client(502, '<html>', 'text/html');

    expect(referenceOf(await told.client.me().catch((error: unknown) => error))).toEqual({
      code: 'session.not-found',
      traceId: 'a'.repeat(32),
    });
    const error = await silent.client.me().catch((thrown: unknown) => thrown);
    expect(sent(silent.fetcher, 0)).toContain(referenceOf(error)?.traceId);
  });

  it('is nothing that another error has', () => {
    expect(referenceOf(new Error('boom'))).toBeUndefined();
  });
});
