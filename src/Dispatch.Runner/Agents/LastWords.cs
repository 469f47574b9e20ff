using System.Text;

namespace Dispatch.Runner.Agents;

/// <summary>The end of what a program says on its error output.</summary>
internal sealed class LastWords
{
    private const int Most = 2000;
    private readonly StringBuilder _text = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    public string Text => _text.ToString().Trim();

    public void Take(ReadOnlySpan<byte> bytes)
    {
        // Of a flood only the end can matter.
        bytes = bytes[Math.Max(0, bytes.Length - (4 * Most))..];
        var characters = new char[bytes.Length];
        _text.Append(characters.AsSpan(0, _decoder.GetChars(bytes, characters, flush: false)));
        if (_text.Length > Most)
        {
            _text.Remove(0, _text.Length - Most);
        }
    }

    public void Forget()
    {
        _text.Clear();
        _decoder.Reset();
    }
}
