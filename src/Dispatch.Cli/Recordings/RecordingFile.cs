using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Recordings;

/// <summary>A recording to read, by name.</summary>
internal static class RecordingFile
{
    private const string StandardInput = "-";

    /// <summary>What to call it in a message.</summary>
    public static string Label(string name) => name == StandardInput ? "standard input" : name;

    /// <summary>The file's own name; null for standard input.</summary>
    public static string? Title(string name) => name == StandardInput ? null : Path.GetFileName(name);

    public static Stream Open(string name)
    {
        if (name == StandardInput)
        {
            return Console.OpenStandardInput();
        }

        try
        {
            return new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1, useAsync: true);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new Failure($"There is no file '{name}'. Name a recording, or - for standard input");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new Failure(Directory.Exists(name)
                ? $"'{name}' is a folder. Name a recording in it"
                : $"'{name}' can't be read ({e.Message.TrimEnd('.')}). Look at its permissions with: ls -l");
        }
    }
}
