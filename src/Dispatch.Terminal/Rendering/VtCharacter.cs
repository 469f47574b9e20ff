using System.Text;
using Dispatch.Terminal.Unicode;

namespace Dispatch.Terminal;

/// <summary>How a character of several code points has to be printed so that it takes the columns it has.</summary>
internal static class VtCharacter
{
    /// <summary>Each code point by itself, those of no width joining the first.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> text, int width)
    {
        var columns = 0;
        foreach (var rune in Runes(text))
        {
            var own = CharacterWidth.Of(rune.Value);
            if (columns > 0 && own > 0)
            {
                return false;
            }

            columns += own;
        }

        return columns == width && CharacterWidth.Of(First(text).Value) == width;
    }

    /// <summary>As one grapheme cluster, under mode 2027. <paramref name="cluster"/> is what is known of it then.</summary>
    public static bool IsCluster(ReadOnlySpan<byte> text, int width, out GraphemeCluster cluster)
    {
        cluster = default;
        var first = true;
        foreach (var rune in Runes(text))
        {
            if (cluster.Joins(rune.Value) == first)
            {
                return false;
            }

            first = false;
        }

        return cluster.Width == width;
    }

    public static Rune First(ReadOnlySpan<byte> text)
    {
        Rune.DecodeFromUtf8(text, out var rune, out _);
        return rune;
    }

    private static RuneEnumerator Runes(ReadOnlySpan<byte> text) => new(text);

    private ref struct RuneEnumerator(ReadOnlySpan<byte> text)
    {
        private ReadOnlySpan<byte> _text = text;
        private Rune _current;

        public readonly Rune Current => _current;

        public readonly RuneEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_text.IsEmpty)
            {
                return false;
            }

            Rune.DecodeFromUtf8(_text, out _current, out var length);
            _text = _text[length..];
            return true;
        }
    }
}
