namespace Dispatch.Cli.Attach;

/// <summary>Ctrl+\ then d detaches; Ctrl+\ twice types one. Anything else after it is typed together with it.</summary>
internal sealed class DetachKeys
{
    private const byte Prefix = 0x1C;

    private bool _pressed;

    /// <param name="keys">What was typed.</param>
    /// <param name="input">Takes what is for the session; twice the keys' length and one are enough.</param>
    /// <param name="length">How much that is.</param>
    /// <returns>Whether to detach; what comes after is dropped.</returns>
    public bool Take(ReadOnlySpan<byte> keys, Span<byte> input, out int length)
    {
        length = 0;
        foreach (var key in keys)
        {
            if (!_pressed)
            {
                _pressed = key == Prefix;
                if (!_pressed)
                {
                    input[length++] = key;
                }

                continue;
            }

            _pressed = false;
            if (key is (byte)'d' or (byte)'D')
            {
                return true;
            }

            input[length++] = Prefix;
            if (key != Prefix)
            {
                input[length++] = key;
            }
        }

        return false;
    }
}
