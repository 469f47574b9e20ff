using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dispatch.Protocol.Agents;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Agents.Policy;
using Dispatch.Runner.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Runner.Agents.Services;

/// <summary>
/// The protocol's terminals. Each is a session of its own, in the agent's sandbox: anybody can watch it, type into it, and find it again
/// after the agent has let go of it.
/// </summary>
internal sealed class TerminalService(Policies policies, Lazy<SessionCreation> creation, SessionRegistry sessions, SessionEnding ending)
{
    public const string Create = "terminal/create";
    public const string Output = "terminal/output";
    public const string Wait = "terminal/wait_for_exit";
    public const string Kill = "terminal/kill";
    public const string Release = "terminal/release";

    /// <summary>Running at the same time for one agent.</summary>
    private const int MostAtOnce = 20;

    /// <summary>Ended ones that are kept for one agent.</summary>
    private const int MostKept = 50;

    // What no program's name has, and a shell makes something of.
    private static readonly SearchValues<char> OfShells = SearchValues.Create(" \t\n;|&$<>`");

    private const int LongestName = 60;
    private const int MostLines = 50_000;
    private const int MostBytes = 256 * 1024;

    public async Task<ServiceResult> CreateAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation)
    {
        if (request.Text("command") is not { Length: > 0 } command)
        {
            return ServiceResult.Refused("session.bad-command", "A terminal has a command.");
        }

        var line = string.Join(' ', [command, .. Arguments(request)]);
        var agent = desk.Session;
        var (cwd, variables) = (request.Text("cwd") ?? agent.Info.Cwd, Variables(request));
        var requestId = RequestId(agent, request);
        AgentVerdict? verdict = null;
        if (sessions.OfRequest(requestId) is null)
        {
            if (Of(agent).Count(session => session.Alive) >= MostAtOnce)
            {
                return ServiceResult.Refused("agent.too-many-terminals", $"There are {MostAtOnce} terminals running. Wait for one, or end it.");
            }

            verdict = policies.OfCommand(agent, Words(request), cwd, variables is not null, desk.State);
            if (verdict.Decision == AgentDecision.Deny)
            {
                return ServiceResult.Denied(verdict, line);
            }

            var card = Card(request, line, cwd == agent.Info.Cwd ? null : cwd, variables);
            if (verdict.Decision == AgentDecision.Ask && !Fitting.Fits(card))
            {
                return ServiceResult.Refused("agent.too-large", "This is too long to be shown to a person who is to allow it. Do it in smaller steps.");
            }

            if (verdict.Decision == AgentDecision.Ask && !await desk.AskAsync(request, card, verdict, cancellation))
            {
                return ServiceResult.Refused("agent.rejected", "The user doesn't want this command to be run.");
            }
        }

        var asked = new CreateSession
        {
            RequestId = requestId,
            Name = Name(line),
            Command = Words(request),
            Cwd = cwd,
            Env = variables,
            Sandbox = agent.Created.Sandbox ?? SandboxMode.None,
            ShellIntegration = false,
        };
        var (made, error) = await creation.Value.CreateAsync(agent.Workspace, asked, agent.Info.Principal, cancellation, agent.Id);
        await SweepAsync(agent, cancellation);
        return made is null
            ? ServiceResult.Refused(error!.Code, error.Message)
            : new ServiceResult(writer => writer.WriteString("terminalId", made.Id), null, made.Id) { Verdict = verdict };
    }

    public async Task<ServiceResult> OutputAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation)
    {
        if (Find(desk, request) is not { } terminal)
        {
            return NotFound(request);
        }

        var most = Math.Clamp(request.Number("outputByteLimit") ?? Limit(desk, terminal) ?? MostBytes, 1, MostBytes);
        var text = await terminal.Screen!.ReadAsync(writer => Draw(writer.Emulator), cancellation);
        var cut = text.Length > most;
        if (cut)
        {
            // The end is what matters, from a whole character on.
            var from = text.Length - most;
            while (from < text.Length && (text[from] & 0xC0) == 0x80)
            {
                from++;
            }

            text = text[from..];
        }

        return new ServiceResult(
            writer =>
            {
                writer.WriteString("output", text);
                writer.WriteBoolean("truncated", cut);
                if (!terminal.Alive)
                {
                    writer.WriteStartObject("exitStatus");
                    Exit(writer, terminal);
                    writer.WriteEndObject();
                }
            },
            null, terminal.Id);
    }

    public async Task<ServiceResult> WaitAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation)
    {
        if (Find(desk, request) is not { } terminal)
        {
            return NotFound(request);
        }

        await terminal.Ended.WaitAsync(cancellation);
        return new ServiceResult(writer => Exit(writer, terminal), null, terminal.Id);
    }

    /// <summary>Killed and released are the same here: the session stays to be read.</summary>
    public async Task<ServiceResult> EndAsync(ServiceDesk desk, PendingRequest request, CancellationToken cancellation)
    {
        if (Find(desk, request) is not { } terminal)
        {
            return NotFound(request);
        }

        await ending.EndAsync(terminal, null, cancellation);
        return new ServiceResult(_ => { }, null, terminal.Id);
    }

    private static ServiceResult NotFound(PendingRequest request) =>
        ServiceResult.Refused("session.not-found", $"There is no terminal '{request.Text("terminalId")}' of this agent.");

    // All that decides what it does: the folder when it isn't the agent's own, and each variable on a line of its own, which nothing in it can end.
    private static JsonElement Card(PendingRequest request, string line, string? cwd, Dictionary<string, string>? variables)
    {
        var given = (variables ?? []).Select(variable => $"{OneLine(variable.Key)}={OneLine(CommandText.Quoted(variable.Value))}");
        var text = string.Join('\n', [.. cwd is null ? [] : (string[])[$"cd {OneLine(CommandText.Quoted(cwd))}"], .. given, line]);
        var content = new JsonObject { ["type"] = "content", ["content"] = new JsonObject { ["type"] = "text", ["text"] = text } };
        return Permission.Call(request, "execute", line, null, content);
    }

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? $"\\x{(int)c:x2}" : c.ToString()));

    // Only its own: what else runs on this machine is none of its business.
    private Session? Find(ServiceDesk desk, PendingRequest request) =>
        request.Text("terminalId") is { } id && sessions.Find(desk.Session.Workspace.Id, id) is { } terminal && terminal.Created.OpenedBy == desk.Session.Id ? terminal : null;

    private IEnumerable<Session> Of(Session agent) => sessions.All.Where(session => session.Created.OpenedBy == agent.Id);

    private async Task SweepAsync(Session agent, CancellationToken cancellation)
    {
        var ended = Of(agent).Where(session => !session.Alive && session.Clients.IsEmpty).OrderByDescending(session => session.Info.CreatedAt).Skip(MostKept).ToList();
        foreach (var session in ended)
        {
            await creation.Value.RemoveAsync(session, "", cancellation);
        }
    }

    private static string[] Arguments(PendingRequest request) => JsonRpc.Of(request.Params, "args") is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)]
        : [];

    // Some agents give a whole command line where the protocol has a program.
    internal static string[] Words(PendingRequest request) => request.Text("command") is not { } command ? []
        : Arguments(request) is { Length: > 0 } arguments ? [command, .. arguments]
        : command.AsSpan().ContainsAny(OfShells) ? ["/bin/sh", "-c", command]
        : [command];

    internal static Dictionary<string, string>? Variables(PendingRequest request)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (JsonRpc.Of(request.Params, "env") is { ValueKind: JsonValueKind.Array } list)
        {
            foreach (var variable in list.EnumerateArray())
            {
                if (JsonRpc.Text(variable, "name") is { } name && JsonRpc.Text(variable, "value") is { } value)
                {
                    variables[name] = value;
                }
            }
        }

        return variables.Count == 0 ? null : variables;
    }

    // What was said when it was made holds for what is asked later.
    private static int? Limit(ServiceDesk desk, Session terminal) => desk.State.OutputLimits.TryGetValue(terminal.Id, out var limit) ? limit : null;

    private static string Name(string line)
    {
        var name = new string([.. line.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
        return name.Length <= LongestName ? name : name[..(LongestName - 1)] + "…";
    }

    // Of this request of this process: asked again after a restart of the runner it finds the session that it made.
    private static string RequestId(Session agent, PendingRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{agent.Id} {agent.Log.Process} {request.Id}")))[..40];

    private static byte[] Draw(Emulator terminal)
    {
        var into = new ArrayBufferWriter<byte>(4096);
        ScreenText.Write(terminal, new RenderOptions { Scrollback = MostLines, JoinWrapped = true }, into);
        return into.WrittenSpan.ToArray();
    }

    private static void Exit(Utf8JsonWriter writer, Session terminal)
    {
        var info = terminal.Info;
        if (info.ExitCode is { } code)
        {
            writer.WriteNumber("exitCode", code);
        }
        else
        {
            writer.WriteNull("exitCode");
        }

        writer.WriteString("signal", info.Signal);
    }
}
