using System.Text;
using Dispatch.Cli.Commands;

namespace Dispatch.Cli.Launch;

/// <summary>A process of this account, as it was started: enough to start it so again.</summary>
/// <param name="Pid">The process.</param>
/// <param name="File">Its program's file, without links.</param>
/// <param name="Arguments">What followed the program's name.</param>
/// <param name="Environment">Its variables.</param>
internal sealed record RunningProgram(int Pid, string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    private const string Gone = " (deleted)";

    /// <summary>Whether its file is still there, so that it can be started again.</summary>
    public bool IsThere => System.IO.File.Exists(File);

    public static RunningProgram Of(int pid)
    {
        try
        {
            var file = new FileInfo($"/proc/{pid}/exe").LinkTarget ?? throw new FileNotFoundException();
            return new RunningProgram(
                pid,
                file.EndsWith(Gone, StringComparison.Ordinal) ? file[..^Gone.Length] : file,
                Words(pid, "cmdline").Skip(1).ToArray(),
                Words(pid, "environ").Select(word => word.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0])
                    .ToDictionary(pair => pair[0], pair => pair[1]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure($"What process {pid} was started with can't be read ({e.Message.TrimEnd('.')}): it has ended, or belongs to another account");
        }
    }

    private static string[] Words(int pid, string name) =>
        Encoding.UTF8.GetString(System.IO.File.ReadAllBytes($"/proc/{pid}/{name}")).TrimEnd('\0').Split('\0');
}
