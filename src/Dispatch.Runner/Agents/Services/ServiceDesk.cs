using System.Collections.Concurrent;
using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Agents;
using Dispatch.Runner.Files;
using Dispatch.Runner.Keeper;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Sessions.Storage;

namespace Dispatch.Runner.Agents.Services;

/// <summary>
/// Serves one agent session: what was asked is a fact before it is done, and that it was done is a fact before the agent is told. So a runner
/// that died in between finds what it owes an answer to; each service sees to it that doing it again has no second effect.
/// </summary>
internal sealed partial class ServiceDesk(AgentServices services, Session session, Func<AgentState> state)
{
    /// <summary>Requests of one agent that are served at the same time; one that floods is refused more.</summary>
    public const int MostAtOnce = 64;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // What isn't in the log: the new contents of files, until they are blobs; and answers, until they may be told.
    private readonly ConcurrentDictionary<string, string> _contents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _asks = new(StringComparer.Ordinal);
    private int _taken;

    // Replaced by Forget with the process: never disposed, as it has no timer and what waits on it outlives it by a moment.
    private Lazy<CancellationTokenSource> _process = new(() => new CancellationTokenSource());

    public Session Session => session;

    /// <summary>How far agent and runner have come.</summary>
    public AgentState State => state();

    /// <summary>What may be written is decided and told one after the other: of two at once one has what was allowed once.</summary>
    public SemaphoreSlim Deciding { get; } = new(1);

    /// <summary>False when there are as many as may be. Each that was taken is served, or forgotten with the process.</summary>
    public bool TryTake()
    {
        if (Volatile.Read(ref _taken) >= MostAtOnce)
        {
            return false;
        }

        Interlocked.Increment(ref _taken);
        return true;
    }

    /// <summary>Keeps a file's new content, which is too large for a fact.</summary>
    public void Keep(string request, string content) => _contents[request] = content;

    /// <summary>Null after a restart of the runner.</summary>
    public string? Content(string request) => _contents.TryRemove(request, out var content) ? content : null;

    /// <summary>On another thread: the one that commits has to go on.</summary>
    public void Begin(PendingRequest request)
    {
        var cancellation = Volatile.Read(ref _process).Value.Token;
        _ = Task.Run(() => ServeAsync(request, cancellation), CancellationToken.None);
    }

    /// <summary>What the agent is to be told, once that it was served is committed; null when this runner doesn't know.</summary>
    public byte[]? Answer(string request) => _answers.TryRemove(request, out var answer) ? answer : null;

    /// <summary>A person said yes or no to one of our own questions.</summary>
    public void Answered(string ask, bool allowed)
    {
        if (_asks.TryRemove(ask, out var waiting))
        {
            waiting.TrySetResult(allowed);
        }
    }

    /// <summary>The process is no more: nobody waits for an answer.</summary>
    public void Forget()
    {
        Interlocked.Exchange(ref _process, new Lazy<CancellationTokenSource>(() => new CancellationTokenSource())).Value.Cancel();
        _contents.Clear();
        _answers.Clear();
        Volatile.Write(ref _taken, 0);
    }

    /// <summary>Says again what was answered: nobody knows whether the agent heard it before the runner died. Nothing is done again.</summary>
    public void Repeat(PendingRequest request, AgentServed served, ProcessInput input)
    {
        var cancellation = Volatile.Read(ref _process).Value.Token;
        _ = Task.Run(
            async () =>
            {
                var result = served.Error is { } error ? ServiceResult.Refused(error.Code, error.Message) : await TryServeAsync(() => services.RepeatAsync(this, request, served, cancellation), request, cancellation);
                if (!cancellation.IsCancellationRequested)
                {
                    input.Write(Message(request, result));
                }
            },
            CancellationToken.None);
    }

    /// <summary>Asks a person, and waits for as long as it takes.</summary>
    public async Task<bool> AskAsync(PendingRequest request, JsonElement call, AgentVerdict verdict, CancellationToken cancellation)
    {
        var waiting = _asks.GetOrAdd(request.Ask, _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
        var state = State;
        if (state.Given.TryGetValue(request.Ask, out var given))
        {
            // Answered while no runner was there to hear it, or before it died.
            Answered(request.Ask, given == Permission.Allow);
        }
        else if (!state.Asks.ContainsKey(request.Ask))
        {
            AgentFacts.Append(session, AgentEvents.Asked, "", new AgentAsked(request.Turn, request.Ask, call, Permission.Options, verdict.Said), Wire.Default.AgentAsked);
        }

        return await waiting.Task.WaitAsync(cancellation);
    }

    private async Task ServeAsync(PendingRequest request, CancellationToken cancellation)
    {
        try
        {
            var result = await TryServeAsync(() => services.ServeAsync(this, request, cancellation), request, cancellation);
            if (cancellation.IsCancellationRequested)
            {
                return;
            }

            var message = Message(request, result);
            if (message.Length > KeeperProtocol.MaximumInput)
            {
                result = ServiceResult.Refused("agent.too-large", "It is too long for one answer. Ask for a part of it.", result.Path);
                message = Message(request, result);
            }

            _answers[request.Id] = message;
            await TellAsync(new AgentServed(request.Turn, request.Id, request.Method, result.Path, result.Terminal, result.Error, result.Verdict?.Said), cancellation);
        }
        finally
        {
            _contents.TryRemove(request.Id, out _);
            Interlocked.Decrement(ref _taken);
        }
    }

    // Until the log takes it: the agent waits for an answer, and gets none that isn't in the log.
    private async Task TellAsync(AgentServed served, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                AgentFacts.Append(session, AgentEvents.Served, "", served, Wire.Default.AgentServed);
                return;
            }
            catch (LogFaultException)
            {
                await Task.Delay(RetryAfter, session.Workspace.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<ServiceResult> TryServeAsync(Func<Task<ServiceResult>> serve, PendingRequest request, CancellationToken cancellation)
    {
        try
        {
            return await serve();
        }
        catch (FileFaultException fault)
        {
            return ServiceResult.Refused(fault.Error.Code, fault.Message, request.Text("path"));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogFailed(services.Logger, e, request.Method, session.Id);
            return ServiceResult.Refused("agent.service-failed", $"{request.Method} failed: {e.Message}", request.Text("path"));
        }
        catch (Exception)
        {
            return ServiceResult.Done();
        }
    }

    private static byte[] Message(PendingRequest request, ServiceResult result) => result.Error is { } error
        ? JsonRpc.Refusal(request.Id, error.Code == "file.not-found" ? JsonRpc.ResourceNotFound : JsonRpc.InvalidParams, error.Message)
        : JsonRpc.Answer(request.Id, result.Result);

    [LoggerMessage(EventId = 127, Level = LogLevel.Error, Message = "A service ({Method}) of agent session {Session} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string session);
}
