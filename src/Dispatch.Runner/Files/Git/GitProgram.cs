using System.Diagnostics;
using System.Text;

namespace Dispatch.Runner.Files.Git;

/// <summary>Asks the git program something, for so long. It takes no locks that somebody's own git would wait for, and runs nothing that the repository
/// names.</summary>
internal static class GitProgram
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private const int MostNames = 64 * 1024;

    /// <summary>As <see cref="AskAsync(string, string[], int, TimeProvider, CancellationToken)"/>, and without the filters that the repository itself names: git would run them on each file that it looks into.</summary>
    public static async Task<byte[]?> AskUnfilteredAsync(string folder, string[] arguments, int most, TimeProvider time, CancellationToken cancellation)
    {
        var own = await OwnFiltersAsync(folder, time, cancellation);
        return await AskAsync(folder, arguments, own, most, time, cancellation);
    }

    /// <summary>The settings by which a repository names programs to filter files by; those of the account are its own business.</summary>
    public static async Task<string[]> OwnFiltersAsync(string folder, TimeProvider time, CancellationToken cancellation)
    {
        var named = await AskAsync(
            folder, ["config", "-z", "--includes", "--show-scope", "--name-only", "--get-regexp", @"^filter\..*\.(clean|smudge|process)$"], MostNames, time, cancellation);
        var words = Encoding.UTF8.GetString(named ?? []).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Chunk(2).Where(pair => pair is ["local" or "worktree", _]).Select(pair => pair[1])];
    }

    /// <summary>Makes settings say nothing. Not by arguments: there a name ends at its first =.</summary>
    public static void Empty(IDictionary<string, string?> environment, string[] names)
    {
        environment["GIT_CONFIG_COUNT"] = names.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < names.Length; i++)
        {
            environment[$"GIT_CONFIG_KEY_{i}"] = names[i];
            environment[$"GIT_CONFIG_VALUE_{i}"] = "";
        }
    }

    /// <summary>Null when there is no git, it refuses, or it takes too long.</summary>
    public static Task<byte[]?> AskAsync(string folder, string[] arguments, int most, TimeProvider time, CancellationToken cancellation) =>
        AskAsync(folder, arguments, [], most, time, cancellation);

    /// <param name="emptied">Settings that say nothing this time.</param>
    private static async Task<byte[]?> AskAsync(string folder, string[] arguments, string[] emptied, int most, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        Empty(start.Environment, emptied);
        foreach (var argument in (string[])["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            try
            {
                process.StandardInput.Close();
                var said = process.StandardError.ReadToEndAsync(either.Token);
                var answer = await ReadAsync(process.StandardOutput.BaseStream, most, either.Token);
                if (answer.Length == most)
                {
                    return answer;
                }

                await process.WaitForExitAsync(either.Token);
                await said;
                return process.ExitCode == 0 ? answer : null;
            }
            finally
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException || limit.IsCancellationRequested)
        {
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream output, int most, CancellationToken cancellation)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await output.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - answer.Length)), cancellation)) > 0)
        {
            answer.Write(buffer, 0, count);
        }

        return answer.ToArray();
    }
}
