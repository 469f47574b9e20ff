using System.Diagnostics;
using System.Text;
using Dispatch.Terminal;

namespace Dispatch.Cli.Tests.Support;

/// <summary>A real terminal, by util-linux's <c>script</c>: what is typed goes in, what would be seen comes out.</summary>
internal sealed class RealTerminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly StringBuilder _seen = new();
    private readonly Task _reading;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RealTerminal(Process script)
    {
        _script = script;
        _reading = ReadAsync();
    }

    public string Seen
    {
        get
        {
            lock (_seen)
            {
                return _seen.ToString();
            }
        }
    }

    /// <summary>Runs a line of sh in a terminal of 100 by 30. Its device is the first line seen.</summary>
    public static async Task<(RealTerminal Terminal, string Device)> OpenAsync(string data, string line)
    {
        var terminal = new RealTerminal(DispatchProgram.Start(
            data, "exec script -qfec \"$1\" /dev/null", $"stty cols 100 rows 30; tty; echo ready; {line}"));
        var seen = await terminal.WaitForAsync("ready\r\n");
        return (terminal, seen[..seen.IndexOf('\r', StringComparison.Ordinal)]);
    }

    /// <summary>What a person sees: all that came, on a terminal of the same size.</summary>
    public Emulator Look()
    {
        var emulator = new Emulator(new EmulatorOptions { Cols = 100, Rows = 30 });
        emulator.Write(Encoding.UTF8.GetBytes(Seen));
        return emulator;
    }

    /// <summary>Waits until a row reads so.</summary>
    public async Task WaitForRowAsync(int row, string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (RowOf(Look(), row) is var now && now != text)
        {
            Task more;
            lock (_seen)
            {
                more = _more.Task;
            }

            if (RowOf(Look(), row) != text && await Task.WhenAny(more, Task.Delay(Patience, patience.Token)) != more)
            {
                throw new TimeoutException($"Row {row} never read: {text}. It reads: {now}. Seen: {Seen}");
            }
        }
    }

    public static string RowOf(Emulator emulator, int row)
    {
        var text = new StringBuilder();
        foreach (var cell in emulator.Line(row).Cells)
        {
            emulator.AppendText(cell, text);
        }

        return text.ToString().TrimEnd();
    }

    public async Task TypeAsync(string keys)
    {
        await _script.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(keys));
        await _script.StandardInput.BaseStream.FlushAsync();
    }

    /// <returns>All that was seen, with the text in it.</returns>
    public async Task<string> WaitForAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            Task more;
            lock (_seen)
            {
                if (_seen.ToString() is var seen && seen.Contains(text, StringComparison.Ordinal))
                {
                    return seen;
                }

                more = _more.Task;
            }

            if (await Task.WhenAny(more, _reading, Task.Delay(Patience, patience.Token)) != more && !Seen.Contains(text, StringComparison.Ordinal))
            {
                throw new TimeoutException($"Never seen: {text}. Seen: {Seen}");
            }
        }
    }

    public Task WaitForEndAsync() => _script.WaitForExitAsync().WaitAsync(Patience);

    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        using var reader = new StreamReader(_script.StandardOutput.BaseStream, new UTF8Encoding(false));
        while (await reader.ReadAsync(buffer) is > 0 and var count)
        {
            lock (_seen)
            {
                _seen.Append(buffer, 0, count);
                var more = _more;
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                more.SetResult();
            }
        }
    }
}
