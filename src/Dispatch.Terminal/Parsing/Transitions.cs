namespace Dispatch.Terminal;

/// <summary>
/// What each byte below 0x80 does in each state, as one table. Bytes from 0x80 on are UTF-8 and are looked at before it. ESC, CAN and SUB do
/// the same everywhere, so the parser knows them by itself.
/// </summary>
internal static class Transitions
{
    private static readonly byte[] Table = Make();

    public static (Action Action, State Next) Of(State state, byte code)
    {
        var entry = Table[((int)state << 7) | code];
        return ((Action)(entry >> 4), (State)(entry & 15));
    }

    private static byte[] Make()
    {
        var table = new byte[16 * 128];
        foreach (var state in Enum.GetValues<State>())
        {
            Set(table, state, 0x00, 0x7F, Action.Ignore, state);
        }

        foreach (var state in new[] { State.Ground, State.Escape, State.EscapeIntermediate, State.CsiEntry, State.CsiParam, State.CsiIntermediate, State.CsiIgnore })
        {
            Set(table, state, 0x00, 0x1F, Action.Execute, state);
        }

        Set(table, State.Ground, 0x20, 0x7E, Action.Print, State.Ground);
        Set(table, State.Escape, 0x20, 0x2F, Action.Collect, State.EscapeIntermediate);
        Set(table, State.Escape, 0x30, 0x7E, Action.EscapeDispatch, State.Ground);
        Set(table, State.Escape, '[', '[', Action.Ignore, State.CsiEntry);
        Set(table, State.Escape, 'P', 'P', Action.Ignore, State.DcsEntry);
        Set(table, State.Escape, ']', ']', Action.Ignore, State.OscString);
        Set(table, State.Escape, 'X', 'X', Action.Ignore, State.IgnoredString);
        Set(table, State.Escape, '^', '_', Action.Ignore, State.IgnoredString);
        Set(table, State.EscapeIntermediate, 0x20, 0x2F, Action.Collect, State.EscapeIntermediate);
        Set(table, State.EscapeIntermediate, 0x30, 0x7E, Action.EscapeDispatch, State.Ground);
        Sequence(table, State.CsiEntry, State.CsiParam, State.CsiIntermediate, State.CsiIgnore, Action.CsiDispatch, State.Ground);
        Set(table, State.CsiIgnore, 0x40, 0x7E, Action.Ignore, State.Ground);
        Sequence(table, State.DcsEntry, State.DcsParam, State.DcsIntermediate, State.DcsIgnore, Action.Hook, State.DcsPassthrough);
        Set(table, State.DcsPassthrough, 0x00, 0x7E, Action.Put, State.DcsPassthrough);
        Set(table, State.OscString, 0x20, 0x7F, Action.Put, State.OscString);
        return table;
    }

    private static void Sequence(byte[] table, State entry, State param, State intermediate, State ignore, Action dispatch, State next)
    {
        Set(table, entry, '<', '?', Action.Prefix, param);
        Set(table, param, '<', '?', Action.Ignore, ignore);
        foreach (var state in new[] { entry, param })
        {
            Set(table, state, '0', '9', Action.Digit, param);
            Set(table, state, ':', ';', Action.Separate, param);
        }

        Set(table, intermediate, 0x30, 0x3F, Action.Ignore, ignore);
        foreach (var state in new[] { entry, param, intermediate })
        {
            Set(table, state, 0x20, 0x2F, Action.Collect, intermediate);
            Set(table, state, 0x40, 0x7E, dispatch, next);
        }
    }

    private static void Set(byte[] table, State state, int first, int last, Action action, State next)
    {
        for (var code = first; code <= last; code++)
        {
            table[((int)state << 7) | code] = (byte)((int)action << 4 | (int)next);
        }
    }
}
