using System.Diagnostics;
using System.Text;

namespace Dispatch.Runner.Files.Git;

/// <summary>Asks the git program something, for so long. It takes no locks that somebody's own git would wait for, and runs nothing that the repository
/// names.</summary>
internal static class GitProgram
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>Null when there is no git, it refuses, or it takes too long.</summary>
    public static async Task<byte[]?> AskAsync(string folder, string[] arguments, int most, TimeProvider time, CancellationToken cancellation)
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
