using System.Diagnostics;

namespace Dispatch.Server.Tests.Support;

/// <summary>The server's own program, as a person or the CLI starts it.</summary>
internal static class ServerProcess
{
    public static readonly string Path = System.IO.Path.Combine(AppContext.BaseDirectory, "Dispatch.Server");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Process Start(string program, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? variables = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in variables ?? [])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(string program, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        using var process = Start(program, arguments, variables);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            return new Outcome(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}

internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>One line that names the thing and the next step, and no success.</summary>
    public void ShouldBeOneLineNaming(params string[] parts)
    {
        Assert.True(ExitCode == 1, $"{ExitCode}: {Errors}{Output}");
        Assert.Equal("", Output);
        Assert.Single(Errors.TrimEnd('\n').Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, Errors, StringComparison.Ordinal));
    }
}
