using System.Net.Sockets;
using Dispatch.Protocol;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Hosting;

/// <summary>One runner per data folder: a healthy one is left alone, a hung one is ended before the next takes its place.</summary>
internal static class Takeover
{
    /// <summary>How long a runner that holds the lock has to answer: it may just be reading a large log.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The lock; null when a healthy runner has it.</summary>
    public static async Task<LockFile?> TakeAsync(DataFolder data, TimeProvider time)
    {
        if (await LockFile.TryTakeAsync(data.RunnerLock, time, CancellationToken.None) is { } free)
        {
            return free;
        }

        if (LockFile.Holder(data.RunnerLock) is { } pid)
        {
            using var process = ProcessHandle.TryOpen(pid);
            if (await AnswersAsync(data.RunnerSocket, time))
            {
                return null;
            }

            // The descriptor was opened while the lock named this process: what is ended is the hung runner and nobody else.
            if (process is not null && LockFile.Holder(data.RunnerLock) == pid)
            {
                process.Send(Signals.Kill);
                process.WaitForExit(TimeSpan.FromSeconds(5));
            }
        }

        return await LockFile.TryTakeAsync(data.RunnerLock, time, CancellationToken.None);
    }

    private static async Task<bool> AnswersAsync(string socket, TimeProvider time)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        });
        using var enough = new CancellationTokenSource(Patience, time);
        while (!enough.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("http://runner/healthz"), enough.Token);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }

        return false;
    }
}
