using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Dispatch.Runner.Workspaces.Clones;

/// <summary>git at work on one clone: it asks nobody for anything, tells how far it is, and is ended when it says nothing for long.</summary>
/// <param name="id">Of the leftover that its folder is noted as.</param>
/// <param name="url">With a password, if it has one.</param>
/// <param name="shown">Without.</param>
/// <param name="tell">What git does now, and how many percent of it.</param>
internal sealed partial class GitClone(
    string id, string url, string shown, Leftovers leftovers, TimeSpan silence, TimeProvider time, Action<string, int> tell)
{
    // The end of it says why it failed.
    private const int MostKept = 4000;

    /// <param name="leftover">What is to be taken away if this is the end of it.</param>
    /// <param name="folder">Where to: that, or in it.</param>
    /// <param name="options">Of git clone.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <returns>Null once the repository is there, else why it isn't.</returns>
    public async Task<(string Code, string Reason)?> RunAsync(string leftover, string folder, string[] options, CancellationToken cancelled)
    {
        using var quiet = new CancellationTokenSource(silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(quiet.Token, cancelled);
        Process git;
        try
        {
            var start = GitProgram.Command("/", ["clone", "--progress", .. options, "--", url, folder]);
            start.Environment[Leftovers.Mark] = id;
            git = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            return ("clone.no-git", $"git can't be started here ({e.Message}). Install it, and clone again.");
        }

        using (git)
        {
            try
            {
                git.StandardInput.Close();
                leftovers.Note(id, leftover, git.Id);
                var said = await FollowAsync(git.StandardError, quiet, either.Token);
                await git.WaitForExitAsync(either.Token);
                return git.ExitCode == 0 ? null
                    : git.ExitCode == 127 ? ("clone.no-git", "git isn't there. Install it, and clone again.")
                    : CloneRules.Failure(shown, said.Replace(url, shown, StringComparison.Ordinal));
            }
            catch (OperationCanceledException)
            {
                git.Kill(entireProcessTree: true);
                await git.WaitForExitAsync(CancellationToken.None);
                cancelled.ThrowIfCancellationRequested();
                return ("clone.hangs", $"Nothing came of {shown} for {silence.TotalSeconds:0} s, and its clone was ended. See to the network, or clone it in a terminal.");
            }
        }
    }

    private async Task<string> FollowAsync(StreamReader output, CancellationTokenSource quiet, CancellationToken cancellation)
    {
        var said = new StringBuilder();
        var line = new StringBuilder();
        var buffer = new char[1024];
        int read;
        while ((read = await output.ReadAsync(buffer, cancellation)) > 0)
        {
            quiet.CancelAfter(silence);
            said.Append(buffer, 0, read);
            said.Remove(0, Math.Max(0, said.Length - MostKept));
            foreach (var character in buffer.AsSpan(0, read))
            {
                if (character is not ('\r' or '\n'))
                {
                    line.Append(character);
                    continue;
                }

                if (Progress().Match(line.ToString()) is { Success: true } found)
                {
                    tell(found.Groups[1].Value, int.Parse(found.Groups[2].Value, CultureInfo.InvariantCulture));
                }

                line.Clear();
            }
        }

        return said.ToString();
    }

    [GeneratedRegex(@"^(?:remote: )?([A-Z][A-Za-z ]+):\s+(\d+)%")]
    private static partial Regex Progress();
}
