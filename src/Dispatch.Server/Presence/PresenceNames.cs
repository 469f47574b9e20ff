using System.Collections.Concurrent;
using Dispatch.Protocol.Feed;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Presence;

/// <summary>What those who are on sessions are called, and their devices. Looked up when they first come.</summary>
internal sealed class PresenceNames(PrincipalStore principals, DeviceStore devices, TimeProvider time)
{
    private const int MostKept = 1000;

    private readonly ConcurrentDictionary<string, string> _principals = new(), _devices = new();

    public string OfPrincipal(string id) => _principals.GetValueOrDefault(id, id);

    public string? OfDevice(string? id) => id is null ? null : _devices.GetValueOrDefault(id);

    public async Task LearnAsync(IReadOnlyList<Attendee> attendees, CancellationToken cancellation)
    {
        foreach (var (principal, device, _) in attendees)
        {
            if (_principals.Count + _devices.Count > MostKept)
            {
                _principals.Clear();
                _devices.Clear();
            }

            if (!_principals.ContainsKey(principal) && await principals.FindAsync(principal, cancellation) is { } found)
            {
                _principals[principal] = found.Name;
            }

            if (device is not null && !_devices.ContainsKey(device))
            {
                foreach (var known in await devices.ListAsync(principal, time.NowMilliseconds(), cancellation))
                {
                    _devices[known.Id] = known.Name;
                }
            }
        }
    }
}
