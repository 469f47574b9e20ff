using System.Text;

namespace Dispatch.Terminal.Tests;

/// <summary>Notes what the terminal says, in order, a line each.</summary>
internal sealed class Listener : EmulatorObserver
{
    private readonly StringBuilder _replies = new();

    public List<string> Events { get; } = [];

    public string TakeReplies()
    {
        var replies = _replies.ToString();
        _replies.Clear();
        return replies;
    }

    public override void Replied(ReadOnlySpan<byte> bytes) => _replies.Append(Encoding.UTF8.GetString(bytes));

    public override void TitleChanged(string title) => Events.Add($"title {title}");

    public override void FolderChanged(string path) => Events.Add($"folder {path}");

    public override void Bell() => Events.Add("bell");

    public override void Notified(string title, string body) => Events.Add($"notified {title}|{body}");

    public override void ClipboardSet(string selection, ReadOnlySpan<byte> text) => Events.Add($"clipboard {selection} {Encoding.UTF8.GetString(text)}");

    public override void ProgressChanged(Progress progress) => Events.Add($"progress {progress.State} {progress.Percent}");

    public override void Marked(in ShellMark mark) => Events.Add($"{mark.Kind} {mark.Number} {mark.CommandLine} {mark.ExitCode}".TrimEnd());

    public override void SynchronizedOutput(bool on) => Events.Add($"synchronized {on}");
}
