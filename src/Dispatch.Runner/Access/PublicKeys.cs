using System.Collections.Concurrent;
using Dispatch.Protocol;
using Microsoft.IdentityModel.Tokens;

namespace Dispatch.Runner.Access;

/// <summary>The server's public keys, from the file it writes. Read again when a token names a key that isn't known yet.</summary>
internal sealed class PublicKeys(DataFolder data, TimeProvider time)
{
    /// <summary>Unknown names don't make the runner read its disk more often than this.</summary>
    private static readonly TimeSpan ReadAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, SecurityKey> _keys = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private long _lastRead;

    public SecurityKey? Find(string id)
    {
        if (_keys.TryGetValue(id, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            if (_keys.IsEmpty || time.GetElapsedTime(_lastRead) > ReadAgain)
            {
                _lastRead = time.GetTimestamp();
                Read();
            }
        }

        return _keys.GetValueOrDefault(id);
    }

    private void Read()
    {
        if (!File.Exists(data.ServerPublicKeys))
        {
            return;
        }

        foreach (var key in new JsonWebKeySet(File.ReadAllText(data.ServerPublicKeys)).Keys)
        {
            _keys[key.Kid] = key;
        }
    }
}
