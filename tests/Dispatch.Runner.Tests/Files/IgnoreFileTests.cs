using System.Diagnostics;
using Dispatch.Runner.Files.Ignoring;

namespace Dispatch.Runner.Tests.Files;

/// <summary>What a rule says is what git says of it.</summary>
public sealed class IgnoreFileTests : IDisposable
{
    private static readonly string[] Paths =
    [
        "a.log", "sub/a.log", "a.logs", "log", "build", "sub/build", "builds", "#odd", "!odd", "end ", "end", "a b", "x.tmp", "sub/x.tmp", ".hidden",
        "sub/deep/build", "sub/deep/a.log", "*", "file*", "fileX", "sub/foo/bar", "foo/bar", "a[b", "ab", "name.log.old",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dispatch-ignore-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("*.log")]
    [InlineData("build")]
    [InlineData("/build")]
    [InlineData("sub/build")]
    [InlineData("*")]
    [InlineData("*\n!*.log")]
    [InlineData("**/build")]
    [InlineData("sub/**/build")]
    [InlineData("\\#odd")]
    [InlineData("\\!odd")]
    [InlineData("#odd")]
    [InlineData("end  ")]
    [InlineData("end\\ ")]
    [InlineData("a b")]
    [InlineData("file\\*")]
    [InlineData("*b")]
    [InlineData("foo/*")]
    [InlineData("[ab]b")]
    [InlineData("*.*.old")]
    [InlineData("\uFEFF*.log")]
    [InlineData("*.tmp\r\n!x.tmp\r\n")]
    [InlineData("")]
    public async Task A_rule_ignores_what_git_ignores_by_it(string rules)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, ".gitignore"), rules);
        using var git = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "git init -q . && git check-ignore --no-index -z --stdin || [ $? = 1 ]"])
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await git.StandardInput.WriteAsync(string.Concat(Paths.Select(path => $"{path}\0")));
        git.StandardInput.Close();
        var ignored = (await git.StandardOutput.ReadToEndAsync()).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        await git.WaitForExitAsync();
        Assert.Equal(0, git.ExitCode);

        var file = IgnoreFile.Parse(rules);

        Assert.Equal(ignored, Paths.Where(path => Ignores(file, path)));
    }

    // What lies in a folder that is ignored is ignored with it.
    private static bool Ignores(IgnoreFile file, string path)
    {
        for (var end = path.IndexOf('/'); end >= 0; end = path.IndexOf('/', end + 1))
        {
            if (Decides(file, path[..end], folder: true))
            {
                return true;
            }
        }

        return Decides(file, path, folder: false);
    }

    private static bool Decides(IgnoreFile file, string path, bool folder) => file.Decide(path, path[(path.LastIndexOf('/') + 1)..], folder) == true;
}
