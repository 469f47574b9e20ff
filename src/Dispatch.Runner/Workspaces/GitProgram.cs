using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Dispatch.Runner.Workspaces;

/// <summary>git, as a program that asks nobody for anything: what needs a password or a key's passphrase fails.</summary>
internal static class GitProgram
{
    public static ProcessStartInfo Command(string folder, params string[] arguments)
    {
        // In a session of its own it has no terminal to ask at, and all that it starts can be found.
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add("git");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_ASKPASS"] = "/bin/false";
        start.Environment["SSH_ASKPASS"] = "/bin/false";
        start.Environment["GCM_INTERACTIVE"] = "never";
        start.Environment["GIT_SSH_COMMAND"] =
            $"{Environment.GetEnvironmentVariable("GIT_SSH_COMMAND") ?? "ssh"} -oBatchMode=yes -oConnectTimeout=20";

        // Its words are read.
        start.Environment["LC_ALL"] = "C.UTF-8";
        return start;
    }

    /// <summary>Looks something up in a repository: takes no lock, and runs nothing that the repository names.</summary>
    public static async Task<GitAnswer> AskAsync(string folder, TimeSpan patience, TimeProvider time, string[] arguments, CancellationToken cancellation,
        IReadOnlyList<(string Name, string Value)>? variables = null, string? input = null)
    {
        var start = Command(folder, ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", .. arguments]);
        Files.Git.GitProgram.Empty(start.Environment, await Files.Git.GitProgram.OwnFiltersAsync(folder, time, cancellation));
        start.Environment["GIT_OPTIONAL_LOCKS"] = "0";
        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            using var git = Process.Start(start)!;
            try
            {
                var said = git.StandardError.ReadToEndAsync(either.Token);
                var answer = git.StandardOutput.ReadToEndAsync(either.Token);
                await GiveAsync(git.StandardInput, input, either.Token);
                var output = await answer;
                await git.WaitForExitAsync(either.Token);
                return new GitAnswer(git.ExitCode == 0, output, (await said).Trim());
            }
            catch (OperationCanceledException)
            {
                git.Kill(entireProcessTree: true);
                cancellation.ThrowIfCancellationRequested();
                return new GitAnswer(false, "", $"git took longer than {patience.TotalSeconds:0} s");
            }
        }
        catch (Win32Exception e)
        {
            return new GitAnswer(false, "", $"git can't be started ({e.Message})");
        }
    }

    private static async Task GiveAsync(StreamWriter to, string? input, CancellationToken cancellation)
    {
        try
        {
            await to.WriteAsync(input.AsMemory(), cancellation);
            to.Close();
        }
        catch (IOException)
        {
            // It ended before it had read all: what it has to say of that is its answer.
        }
    }
}

/// <param name="Ok">It ended with 0.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Said">What it had to say of itself.</param>
internal sealed record GitAnswer(bool Ok, string Output, string Said);
