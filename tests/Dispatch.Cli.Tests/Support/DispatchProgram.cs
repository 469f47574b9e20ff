using System.Diagnostics;

namespace Dispatch.Cli.Tests.Support;

/// <summary>The built program, as a person or a script runs it.</summary>
internal static class DispatchProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "dispatch");

    public static Task<CliResult> RunAsync(string data, params string[] arguments) => ShellAsync(data, "exec \"$@\"", [Program, .. arguments]);

    /// <summary>A line of sh with the arguments as <c>$1</c> and on; the program is <c>$DISPATCH</c>.</summary>
    public static async Task<CliResult> ShellAsync(string data, string line, params string[] arguments)
    {
        using var process = Start(data, line, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await Task.WhenAll(output, error, process.WaitForExitAsync()).WaitAsync(Patience);
        return new CliResult(process.ExitCode, await output, await error);
    }

    public static Process Start(string data, string line, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", line, "sh", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = data,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DISPATCH_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment.Remove("TERMINAL_KEY");
        start.Environment["DISPATCH_HOME"] = data;
        start.Environment["DISPATCH"] = Program;
        start.Environment["TERM"] = "xterm-256color";
        return Process.Start(start)!;
    }
}

internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Its only line on standard error.</summary>
    public string OneError => Assert.Single(Error.TrimEnd('\n').Split('\n'));
}
