using System.Text.Json;
using Dispatch.Protocol;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Kinds;
using Dispatch.Protocol.Sessions;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Kinds;

/// <summary>
/// A kind that lives in its own process: lines of JSON on its pipes (<see cref="ToKind"/>, <see cref="FromKind"/>). A line counts as
/// read once its event is in the log, so what a runner's death cut off is read again.
/// </summary>
internal sealed partial class ProcessDriver(string kind, IReadOnlyList<string> program, ILogger<ProcessDriver> logger) : ISessionDriver
{
    /// <summary>Bytes of one line; the keeper's buffer holds more than that.</summary>
    private const int MaximumLine = 128 * 1024;

    /// <summary>The type of a snapshot in the log is the kind's name and this.</summary>
    public const string SnapshotSuffix = "snapshot-taken";

    private readonly OutputLines _lines = new(MaximumLine);
    private readonly Dictionary<string, Action<CommandResult>> _waiting = new(StringComparer.Ordinal);

    public bool Pty => false;

    public IReadOnlyList<string> Command(SessionInfo session) => program;

    public void Follow() => _lines.Forget();

    public void Started(SessionInfo session, ProcessInput input) =>
        Tell(input, new KindStart(session.Id, session.Name, session.Cwd, session.Command));

    public void Ended()
    {
        KeyValuePair<string, Action<CommandResult>>[] unanswered;
        lock (_waiting)
        {
            unanswered = [.. _waiting];
            _waiting.Clear();
        }

        foreach (var (id, answer) in unanswered)
        {
            answer(new CommandResult(id, false, "command.unknown-outcome", "The session ended before it said whether it had run this command. Look before you send it again."));
        }
    }

    public void Output(int stream, long offset, ReadOnlySpan<byte> bytes, Intake intake)
    {
        if (stream != 0)
        {
            // Its own words, which may be anything: only for who asks for them.
            if (logger.IsEnabled(LogLevel.Debug))
            {
                var text = System.Text.Encoding.UTF8.GetString(bytes).TrimEnd();
                LogDiagnostic(logger, kind, text);
            }

            intake.Consumed(stream, offset + bytes.Length);
            return;
        }

        while (_lines.TryTake(ref bytes, ref offset, out var line))
        {
            TakeLine(line, intake);
            intake.Consumed(stream, offset);
        }

        if (_lines.GivesUp())
        {
            LogBadLine(logger, kind, $"a line of more than {MaximumLine} bytes");
        }

        if (_lines.Skips)
        {
            intake.Consumed(stream, offset + bytes.Length);
        }
    }

    public void Run(Command command, string principal, ProcessInput input, Action<CommandResult> answer)
    {
        lock (_waiting)
        {
            if (!_waiting.TryAdd(command.Id, answer))
            {
                answer(new CommandResult(command.Id, false, "command.repeated", $"The command {command.Id} is being run already."));
                return;
            }
        }

        Tell(input, new KindCommand(command.Id, command.Name, principal, command.Data));
    }

    public void Stop(ProcessInput input)
    {
        Tell(input, new KindStop());
        input.Close();
    }

    private static void Tell(ProcessInput input, ToKind message)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, Wire.Default.ToKind);
        input.Write([.. json, (byte)'\n']);
    }

    private void TakeLine(ReadOnlySpan<byte> line, Intake intake)
    {
        try
        {
            switch (JsonSerializer.Deserialize(line, Wire.Default.FromKind))
            {
                case KindEvent { Type: { } type } happened when type.StartsWith(kind + ".", StringComparison.Ordinal):
                    intake.Fact(type, happened.Principal ?? "", Json(happened.Data));
                    break;
                case KindSnapshot { Data.ValueKind: not JsonValueKind.Undefined } snapshot:
                    intake.Fact($"{kind}.{SnapshotSuffix}", "", Json(snapshot.Data));
                    break;
                case KindResult { Id: not null } result:
                    Answer(result);
                    break;
                default:
                    LogBadLine(logger, kind, $"a message that lacks something, or an event whose type doesn't start with '{kind}.'");
                    break;
            }
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Not supported: no type 't'. Nothing that a kind writes may end the runner, which would read it again after every start.
            LogBadLine(logger, kind, e.Message);
        }
    }

    private static byte[] Json(JsonElement? data) => data is { } element ? JsonSerializer.SerializeToUtf8Bytes(element, Wire.Default.JsonElement) : [];

    private void Answer(KindResult result)
    {
        Action<CommandResult>? answer;
        lock (_waiting)
        {
            _waiting.Remove(result.Id, out answer);
        }

        answer?.Invoke(new CommandResult(result.Id, result.Ok, result.Code, result.Message));
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Debug, Message = "A session of kind {Kind} said on its error output: {Text}")]
    private static partial void LogDiagnostic(ILogger logger, string kind, string text);

    [LoggerMessage(EventId = 121, Level = LogLevel.Error, Message = "A session of kind {Kind} wrote something that is no message, and it was passed over: {Cause}")]
    private static partial void LogBadLine(ILogger logger, string kind, string cause);
}
