using System.Diagnostics;
using System.Text;

namespace Dispatch.Cli.Tests.Support;

/// <summary>A real terminal, by util-linux's <c>script</c>: what is typed goes in, what would be seen comes out.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly StringBuilder _seen = new();
    private readonly Task _reading;
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Terminal(Process script)
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
    public static async Task<(Terminal Terminal, string Device)> OpenAsync(string data, string line)
    {
        var terminal = new Terminal(DispatchProgram.Start(
            data, "exec script -qfec \"$1\" /dev/null", $"stty cols 100 rows 30; tty; echo ready; {line}"));
        var seen = await terminal.WaitForAsync("ready\r\n");
        return (terminal, seen[..seen.IndexOf('\r', StringComparison.Ordinal)]);
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
