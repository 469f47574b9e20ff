namespace Dispatch.Runner.Sessions;

/// <summary>The clients of a session that keep an id over their connections. Bounded: who left longest ago is forgotten first.</summary>
internal sealed class TypedInputs
{
    private const int Most = 64;
    private readonly Dictionary<(string Principal, string Client), TypedInput> _known = [];
    private long _left;

    /// <summary>What is known of this client; null when nothing is, and then it is known from here on.</summary>
    public (TypedInput Input, bool Known) Find(string principal, string client)
    {
        if (_known.TryGetValue((principal, client), out var input))
        {
            return (input, true);
        }

        if (_known.Count >= Most)
        {
            Forget();
        }

        input = new TypedInput();
        _known.Add((principal, client), input);
        return (input, false);
    }

    /// <summary>A connection ends; another may have taken its place before.</summary>
    public void Leave(SessionClient connection)
    {
        if (connection.Typed is { } typed && typed.Connection == connection)
        {
            typed.Leave(++_left);
        }
    }

    // Of those that are connected none, but there are no more of them than clients may attach.
    private void Forget()
    {
        var oldest = _known.Where(pair => pair.Value.Connection is null).OrderBy(pair => pair.Value.Left).Select(pair => pair.Key).FirstOrDefault();
        if (oldest != default)
        {
            _known.Remove(oldest);
        }
    }
}
