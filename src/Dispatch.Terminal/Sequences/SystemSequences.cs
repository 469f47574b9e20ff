using System.Text;

namespace Dispatch.Terminal;

internal static class SystemSequences
{
    internal const int MaximumBody = 4096;

    private const int MostPushedTitles = 10, MaximumTitle = 1024, MaximumCommandLine = 8192;
    private const string Xterm = "xterm ctlseqs";

    public static IReadOnlyList<SequenceInfo> All { get; } =
    [
        new StringSequence("OSC 0 ; Pt ST", "Title", "The title and the icon's name", Xterm, (t, text) => SetTitle(t, text, title: true, icon: true)),
        new StringSequence("OSC 1 ; Pt ST", "Icon name", "The icon's name", Xterm, (t, text) => SetTitle(t, text, title: false, icon: true)),
        new StringSequence("OSC 2 ; Pt ST", "Title", "The title", Xterm, (t, text) => SetTitle(t, text, title: true, icon: false)),
        new StringSequence("OSC 7 ; URL ST", "Folder", "The shell's folder, as a file URL", "VTE; iTerm2", SetFolder),
        new StringSequence("OSC 8 ; Pm ; URI ST", "Hyperlink", "What is written leads there; an empty one ends it", "Hyperlinks in terminal emulators (Egmont Koblinger)", SetLink),
        new StringSequence("OSC 9 ; Pt ST", "Notification", "Tells a person something; with 4 first, how far a command is (9;4;state;percent)", "iTerm2; ConEmu", NotifyOrProgress),
        new StringSequence("OSC 52 ; Pc ; Pd ST", "Clipboard", "Text for the clipboard, in base64; it is never told", Xterm, SetClipboard),
        new StringSequence("OSC 133 ; Pt ST", "Shell marks", "Prompt (A), command line (B), output (C) and end with exit code (D)", "FinalTerm; kitty shell integration", Mark),
        new StringSequence("OSC 777 ; notify ; Pt ; Pt ST", "Notification", "Tells a person something, with a title", "urxvt", Notify),
    ];

    public static void PushTitle(Emulator t)
    {
        if (t.PushedTitles.Count == MostPushedTitles)
        {
            t.PushedTitles.RemoveAt(0);
        }

        t.PushedTitles.Add((t.Title, t.IconName));
    }

    public static void PopTitle(Emulator t)
    {
        if (t.PushedTitles.Count > 0)
        {
            (t.Title, t.IconName) = t.PushedTitles[^1];
            t.PushedTitles.RemoveAt(t.PushedTitles.Count - 1);
            t.Observer.TitleChanged(t.Title);
        }
    }

    /// <summary>Text that a program wrote, on one line and without what a terminal would take for something else.</summary>
    internal static string Clean(ReadOnlySpan<byte> text, int most)
    {
        var clean = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(text).EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > most)
            {
                break;
            }

            if (!Rune.IsControl(rune) && rune.Value is not (>= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static void SetTitle(Emulator t, ReadOnlySpan<byte> text, bool title, bool icon)
    {
        var clean = Clean(text, MaximumTitle);
        if (icon)
        {
            t.IconName = clean;
        }

        if (title && t.Title != clean)
        {
            t.Title = clean;
            t.Observer.TitleChanged(clean);
        }
    }

    // file://host/path; a path alone is what some shells write.
    private static void SetFolder(Emulator t, ReadOnlySpan<byte> text)
    {
        var url = Clean(text, MaximumBody);
        var start = url.StartsWith("file://", StringComparison.OrdinalIgnoreCase) ? url.IndexOf('/', 7) : 0;
        if (start < 0 || start >= url.Length || url[start] != '/')
        {
            return;
        }

        var path = Clean(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url[start..])), MaximumBody);
        if (path != t.Folder)
        {
            t.Folder = path;
            t.Observer.FolderChanged(path);
        }
    }

    private static void SetLink(Emulator t, ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        if (end < 0)
        {
            return;
        }

        var id = Value(text[..end], ':', "id="u8) is { } told ? Clean(Encoding.UTF8.GetBytes(told), MaximumBody) : "";
        var uri = Clean(text[(end + 1)..], MaximumBody + 1);
        t.Screen.Pen = t.Screen.Pen with { Link = t.Screen.Tables.Links.Intern(id, uri) };
    }

    private static void NotifyOrProgress(Emulator t, ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("4;"u8) && !text.SequenceEqual("4"u8))
        {
            t.Observer.Notified("", Clean(text, MaximumBody));
            return;
        }

        var parts = Encoding.UTF8.GetString(text).Split(';');
        var state = parts.Length > 1 && int.TryParse(parts[1], out var number) && number is >= 0 and <= 4 ? (ProgressState)number : ProgressState.None;
        var percent = parts.Length > 2 && int.TryParse(parts[2], out var given) ? Math.Clamp(given, 0, 100) : 0;
        t.Progress = new Progress(state, state == ProgressState.None ? 0 : percent);
        t.Observer.ProgressChanged(t.Progress);
    }

    private static void Notify(Emulator t, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("notify;"u8))
        {
            text = text[7..];
            var end = text.IndexOf((byte)';');
            t.Observer.Notified(Clean(end < 0 ? text : text[..end], MaximumTitle), end < 0 ? "" : Clean(text[(end + 1)..], MaximumBody));
        }
    }

    private static void SetClipboard(Emulator t, ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        if (end < 0 || text[(end + 1)..].SequenceEqual("?"u8))
        {
            return;
        }

        var decoded = new byte[text.Length];
        if (Convert.TryFromBase64String(Encoding.ASCII.GetString(text[(end + 1)..]), decoded, out var length))
        {
            t.Observer.ClipboardSet(Clean(text[..end], 16), decoded.AsSpan(0, length));
        }
    }

    private static void Mark(Emulator t, ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)';');
        var rest = end < 0 ? [] : text[(end + 1)..];
        ref var mark = ref t.Screen.Mark;
        switch (text.IsEmpty ? 0 : text[0])
        {
            case (byte)'A':
                mark = mark.WithPrompt();
                t.InCommand = false;
                Tell(t, ShellMarkKind.PromptStarted);
                break;
            case (byte)'B':
                Tell(t, ShellMarkKind.CommandStarted);
                break;
            case (byte)'C':
                t.CommandNumber = int.TryParse(Value(rest, ';', "n="u8), out var told) && told > 0 ? told : t.CommandNumber + 1;
                t.InCommand = true;
                mark = mark.WithOutput(t.CommandNumber);
                Tell(t, ShellMarkKind.OutputStarted, CommandLine(rest));
                break;
            case (byte)'D' when t.InCommand || Value(rest, ';', "n="u8) is not null:
                Finish(t, ref mark, rest);
                break;
        }
    }

    private static void Finish(Emulator t, ref LineMark mark, ReadOnlySpan<byte> rest)
    {
        if (int.TryParse(Value(rest, ';', "n="u8), out var told) && told > 0)
        {
            t.CommandNumber = told;
        }

        var end = rest.IndexOf((byte)';');
        int? exitCode = int.TryParse(end < 0 ? rest : rest[..end], out var code) ? code & 0xFF : null;
        t.InCommand = false;
        mark = mark.WithEnd(t.CommandNumber, exitCode);
        Tell(t, ShellMarkKind.CommandFinished, exitCode: exitCode);
    }

    private static void Tell(Emulator t, ShellMarkKind kind, string? commandLine = null, int? exitCode = null) =>
        t.Observer.Marked(new ShellMark(kind, t.CommandNumber, commandLine, exitCode, t.Position));

    // kitty: percent-encoded, or quoted as a shell would. The second only where it has nothing to unquote.
    private static string? CommandLine(ReadOnlySpan<byte> options) =>
        Value(options, ';', "cmdline_url="u8) is { } url ? Clean(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url)), MaximumCommandLine)
        : Value(options, ';', "cmdline="u8) is { } plain ? Clean(Encoding.UTF8.GetBytes(plain), MaximumCommandLine)
        : null;

    private static string? Value(ReadOnlySpan<byte> options, char separator, ReadOnlySpan<byte> key)
    {
        foreach (var part in options.Split((byte)separator))
        {
            if (options[part].StartsWith(key))
            {
                return Encoding.UTF8.GetString(options[part][key.Length..]);
            }
        }

        return null;
    }
}
