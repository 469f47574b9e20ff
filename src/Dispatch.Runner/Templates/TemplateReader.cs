using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Templates;
using Dispatch.Runner.Files;
using Dispatch.Runner.Files.Disk;
using Dispatch.Runner.Native;

namespace Dispatch.Runner.Templates;

/// <summary>Reads a <c>template.json</c>, and says of a broken one which line is to blame.</summary>
internal static partial class TemplateReader
{
    public const string FileName = "template.json";

    /// <summary>A pattern is the template's: it must not keep the runner busy.</summary>
    public static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    private const int MostBytes = 1 << 20;

    /// <param name="called">What a person knows its file by; its path when absent.</param>
    /// <exception cref="TemplateFaultException">It isn't there, or isn't one.</exception>
    public static TemplateManifest Read(string folder, string? called = null)
    {
        var file = Path.Combine(folder, FileName);
        called ??= file;
        try
        {
            return Parse(called, Content(folder, called));
        }
        catch (FileFaultException e)
        {
            throw TemplateFaultException.Broken(called, 1, e.Error.Kind == ErrorKind.NotFound ? "it isn't there" : e.Message.TrimEnd('.'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw TemplateFaultException.Broken(called, 1, e.Message.TrimEnd('.'));
        }
    }

    // A template may come from anywhere: a link could show what isn't its own, a pipe never end, and a file grow while it is read.
    private static ReadOnlySpan<byte> Content(string folder, string called)
    {
        using var root = FileRoot.Open(folder);
        using (var entry = root.OpenParent(new FilePath(FileName)))
        {
            if (entry.Stat().Kind != FileKind.File)
            {
                throw TemplateFaultException.Broken(called, 1, "it is a link, or no file");
            }
        }

        using var opened = root.Open(
            new FilePath(FileName), OpenFlags.ReadOnly | OpenFlags.NoFollow | OpenFlags.CloseOnExec | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal);
        FileRoot.RequireFile(FileStat.Of(opened, FileName), FileName);
        using var stream = new FileStream(opened.TakeFile(), FileAccess.Read, bufferSize: 0);
        var content = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return length <= MostBytes ? content.AsSpan(0, length) : throw TemplateFaultException.Broken(called, 1, "it is larger than 1 MB");
    }

    /// <param name="file">What to call it.</param>
    /// <exception cref="TemplateFaultException">It isn't one.</exception>
    public static TemplateManifest Parse(string file, ReadOnlySpan<byte> json)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        TemplateManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(json, TemplateJson.Default.TemplateManifest)
                ?? throw TemplateFaultException.Broken(file, 1, "it is null");
        }
        catch (JsonException e)
        {
            throw TemplateFaultException.Broken(file, (e.LineNumber ?? 0) + 1, Reason(e));
        }

        if (FaultIn(manifest) is var (text, reason) && reason.Length > 0)
        {
            throw TemplateFaultException.Broken(file, LineOf(json, text), reason);
        }

        return manifest;
    }

    /// <summary>The text that is to blame, and why; empty when all is well.</summary>
    private static (string Text, string Reason) FaultIn(TemplateManifest manifest)
    {
        if (string.IsNullOrWhiteSpace(manifest.Name))
        {
            return ("name", "the name is empty");
        }

        var known = new HashSet<string>();
        foreach (var parameter in manifest.Parameters ?? [])
        {
            if (!Id().IsMatch(parameter.Id))
            {
                return (parameter.Id, $"'{parameter.Id}' is no name of a parameter: letters, digits, - and _ are");
            }

            if (!known.Add(parameter.Id))
            {
                return (parameter.Id, $"the parameter '{parameter.Id}' is there twice");
            }

            if (parameter.Pattern is { } pattern && PatternFault(pattern) is { } fault)
            {
                return (pattern, $"the pattern of '{parameter.Id}' is no regular expression: {fault}");
            }
        }

        foreach (var (name, value) in manifest.Environment ?? new Dictionary<string, string>())
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || value.Contains('\0', StringComparison.Ordinal))
            {
                return (name, $"'{name}' can't be a variable: it is empty, or has a = or a NUL in it");
            }

            if (name.StartsWith("DISPATCH_", StringComparison.Ordinal))
            {
                return (name, $"'{name}' can't be set: variables that begin with DISPATCH_ are the programs' own");
            }
        }

        foreach (var session in manifest.Sessions ?? [])
        {
            if (session.Command is { } command && (command.Count == 0 || command[0].Length == 0))
            {
                return (session.Name, $"the command of '{session.Name}' names no program");
            }

            if (session.Folder is { } folder && (Path.IsPathRooted(folder) || folder.Split('/').Contains("..")))
            {
                return (folder, $"'{folder}' isn't below the workspace's folder");
            }
        }

        return ("", "");
    }

    private static string? PatternFault(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, LongestMatch);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>Where a text stands as a string. What a line of it is escaped as isn't found, and then it is the first.</summary>
    private static long LineOf(ReadOnlySpan<byte> json, string text)
    {
        var at = json.IndexOf(JsonSerializer.SerializeToUtf8Bytes(text, Dispatch.Protocol.Wire.Default.String));
        return at < 0 ? 1 : json[..at].Count((byte)'\n') + 1;
    }

    private static string Reason(JsonException exception)
    {
        var place = exception.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (place < 0)
        {
            place = exception.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        }

        var reason = (place < 0 ? exception.Message : exception.Message[..place]).TrimEnd('.');

        // What it is called in here means nothing to who wrote it.
        reason = reason.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "what stands there is of another kind than belongs there" : reason;
        return exception.Path is { Length: > 0 } path && path != "$" ? $"{path}: {reason}" : reason;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,40}$")]
    private static partial Regex Id();
}
