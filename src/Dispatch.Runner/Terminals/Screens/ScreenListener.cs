using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dispatch.Protocol;
using Dispatch.Protocol.Sessions;
using Dispatch.Terminal;

namespace Dispatch.Runner.Terminals.Screens;

/// <summary>
/// Gathers what a program says to its terminal while its output is written to the emulator: answers it waits for, and facts for the log.
/// Told before and after each event, so that every mark has its place in the log.
/// </summary>
internal sealed class ScreenListener : EmulatorObserver
{
    /// <summary>Answers gathered at a time; a program that asks for more doesn't wait for them.</summary>
    private const int MostReplies = 16 * 1024;

    private const int MostNotifications = 20;
    private const int LongestCommand = 1000;
    private const byte Escape = 0x1B;
    private static readonly byte[] Mark = "\e]133;"u8.ToArray();

    private readonly ArrayBufferWriter<byte> _replies = new(64);
    private readonly List<(ShellMark Mark, string? Folder)> _marks = [];
    private List<ScreenFact> _facts = [];
    private Opened? _open;
    private string? _folder;
    private long _seq, _time, _before;
    private bool _rang;

    /// <summary>Nothing is answered and nobody told of anything but commands: what was written lies in the past.</summary>
    public bool Silent { get; set; }

    /// <summary>Marks up to this place are in the log already.</summary>
    public OutputPlace Recorded { get; set; } = new(0, 0);

    public bool HasNews => _replies.WrittenCount > 0 || _facts.Count > 0;

    /// <summary>Goes on in the middle: with the folder known, and the command that runs since a time and with so much output before it.</summary>
    public void Resume(string? folder, int? running, long startedAt, long before)
    {
        _folder = folder;
        _open = running is { } number ? new Opened(number, startedAt, before) : null;
    }

    /// <param name="before">Bytes of output before the event.</param>
    public void Begin(long seq, long time, long before)
    {
        (_seq, _time, _before) = (seq, time, before);

        // Of an event that could not be drawn to its end.
        _marks.Clear();
    }

    /// <summary>The event was written: what was marked in it has its place now.</summary>
    public void End(ReadOnlySpan<byte> payload)
    {
        foreach (var (mark, folder) in _marks)
        {
            // A shell that doesn't tell the end of a command tells that it asks for the next.
            Finish(mark, payload);
            if (mark.Kind == ShellMarkKind.OutputStarted)
            {
                Start(mark, folder, payload);
            }
        }

        _marks.Clear();
    }

    /// <summary>The shell is no more, and another one begins.</summary>
    public void Restart() => _open = null;

    /// <summary>Tells the title and the folder as they are, which may have changed unheard.</summary>
    public void Remind(string title, string? folder)
    {
        TitleChanged(title);
        if (folder is not null)
        {
            FolderChanged(folder);
        }
    }

    /// <summary>What was gathered, which is then forgotten here; null when nothing was.</summary>
    public ScreenNews? Take()
    {
        if (!HasNews)
        {
            return null;
        }

        var news = new ScreenNews(_replies.WrittenSpan.ToArray(), _facts);
        _replies.ResetWrittenCount();
        _facts = [];
        _rang = false;
        return news;
    }

    public override void Replied(ReadOnlySpan<byte> bytes)
    {
        if (!Silent && _replies.WrittenCount + bytes.Length <= MostReplies)
        {
            _replies.Write(bytes);
        }
    }

    public override void TitleChanged(string title) =>
        Last(ScreenFactKind.Title, EventTypes.TitleChanged, title, new TitleChanged(title), Wire.Default.TitleChanged);

    public override void FolderChanged(string path)
    {
        _folder = path;
        Last(ScreenFactKind.Folder, EventTypes.FolderChanged, path, new FolderChanged(path), Wire.Default.FolderChanged);
    }

    public override void Notified(string title, string body)
    {
        if (!Silent && _facts.Count(fact => fact.Kind == ScreenFactKind.Notification) < MostNotifications)
        {
            Add(ScreenFactKind.Notification, EventTypes.Notified, new Notified(title, body), Wire.Default.Notified);
        }
    }

    public override void Bell()
    {
        if (!Silent && !_rang)
        {
            _rang = true;
            _facts.Add(new ScreenFact(ScreenFactKind.Bell, EventTypes.Rang, []));
        }
    }

    public override void Marked(in ShellMark mark)
    {
        if (mark.Kind != ShellMarkKind.CommandStarted)
        {
            _marks.Add((mark, _folder));
        }
    }

    private void Start(in ShellMark mark, string? folder, ReadOnlySpan<byte> payload)
    {
        // The emulator takes the escape for the end of the mark; the backslash after it belongs to the mark too.
        var offset = mark.Offset;
        if (offset > 0 && payload[offset - 1] == Escape)
        {
            offset = offset == payload.Length ? offset - 1 : payload[offset] == '\\' ? offset + 1 : offset;
        }

        _open = new Opened(mark.Number, _time, _before + offset);
        var at = new OutputPlace(_seq, offset);
        if (IsNew(at))
        {
            Add(
                ScreenFactKind.CommandStarted, EventTypes.CommandStarted, new CommandStarted(mark.Number, Shortened(mark.CommandLine), folder, at),
                Wire.Default.CommandStarted);
        }
    }

    private void Finish(in ShellMark mark, ReadOnlySpan<byte> payload)
    {
        if (_open is not { } open)
        {
            return;
        }

        _open = null;
        var at = new OutputPlace(_seq, Math.Max(0, payload[..Math.Min(mark.Offset, payload.Length)].LastIndexOf(Mark)));
        var ended = new CommandEnded(
            open.Number, mark.ExitCode, Math.Max(0, (_time - open.StartedAt) / 1000), Math.Max(0, _before + at.Offset - open.Written), at);
        if (IsNew(at))
        {
            Add(ScreenFactKind.CommandEnded, EventTypes.CommandEnded, ended, Wire.Default.CommandEnded);
        }
    }

    private bool IsNew(OutputPlace at) => at.Seq > Recorded.Seq || (at.Seq == Recorded.Seq && at.Offset > Recorded.Offset);

    private static string? Shortened(string? command) => command is { Length: > LongestCommand } ? command[..(LongestCommand - 1)] + "…" : command;

    private void Last<T>(ScreenFactKind kind, string type, string value, T fact, JsonTypeInfo<T> json)
    {
        if (Silent)
        {
            return;
        }

        _facts.RemoveAll(before => before.Kind == kind);
        _facts.Add(new ScreenFact(kind, type, JsonSerializer.SerializeToUtf8Bytes(fact, json)) { Value = value });
    }

    private void Add<T>(ScreenFactKind kind, string type, T fact, JsonTypeInfo<T> json) =>
        _facts.Add(new ScreenFact(kind, type, JsonSerializer.SerializeToUtf8Bytes(fact, json)));

    private sealed record Opened(int Number, long StartedAt, long Written);
}
