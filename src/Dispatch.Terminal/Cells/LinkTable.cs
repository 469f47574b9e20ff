namespace Dispatch.Terminal;

/// <summary>
/// Hyperlinks (OSC 8) by number, from 1. The oldest are forgotten when all together grow beyond a bound: their text stays, without its link.
/// </summary>
internal sealed class LinkTable
{
    private const int MostCharacters = 512 * 1024, MaximumUri = 4096, MaximumId = 256;
    private readonly Dictionary<Hyperlink, int> _numbers = [];
    private readonly Queue<Hyperlink> _order = [];
    private readonly Dictionary<int, Hyperlink> _links = [];
    private int _characters;
    private int _last;

    /// <summary>The number of a link; 0 for one that is too long to keep.</summary>
    public int Intern(string id, string uri)
    {
        if (uri.Length is 0 or > MaximumUri || id.Length > MaximumId)
        {
            return 0;
        }

        var link = new Hyperlink(id, uri);
        if (_numbers.TryGetValue(link, out var number))
        {
            return number;
        }

        _characters += Cost(link);
        while (_characters > MostCharacters)
        {
            Forget();
        }

        number = ++_last;
        _numbers.Add(link, number);
        _links.Add(number, link);
        _order.Enqueue(link);
        return number;
    }

    public Hyperlink? Find(int number) => _links.GetValueOrDefault(number);

    private static int Cost(Hyperlink link) => link.Uri.Length + link.Id.Length + 64;

    private void Forget()
    {
        var oldest = _order.Dequeue();
        _numbers.Remove(oldest, out var number);
        _links.Remove(number);
        _characters -= Cost(oldest);
    }
}

/// <summary>Where text leads (OSC 8). Untrusted: a program wrote it.</summary>
/// <param name="Id">Joins parts that are one link; may be empty.</param>
/// <param name="Uri">The target.</param>
public sealed record Hyperlink(string Id, string Uri);
