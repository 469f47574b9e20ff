using System.Collections.Concurrent;
using Dispatch.Protocol.Access;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Identity;
using Dispatch.Server.Live;

namespace Dispatch.Server.Presence;

/// <summary>Who is on which session, as the runner's feed says. Kept nowhere: it is what it is while the feed lasts.</summary>
internal sealed class PresenceBoard(PresenceNames names, LiveHub hub)
{
    private readonly ConcurrentDictionary<(string Workspace, string Session), IReadOnlyList<Attendee>> _attendees = new();

    public async Task TakeAsync(FeedPresence news, CancellationToken cancellation)
    {
        await names.LearnAsync(news.Attendees, cancellation);
        var session = (news.Workspace, news.SessionId);
        if (news.Attendees.Count > 0)
        {
            _attendees[session] = news.Attendees;
        }
        else
        {
            _attendees.TryRemove(session, out _);
        }

        hub.Publish(caller => MaySee(caller, news.Workspace) ? new StreamPresence([Of(caller, session, news.Attendees)], All: false) : null);
    }

    /// <summary>Nothing is known any more.</summary>
    public void Clear()
    {
        if (!_attendees.IsEmpty)
        {
            _attendees.Clear();
            hub.Publish(static _ => new StreamPresence([], All: true));
        }
    }

    /// <summary>All that a caller may see.</summary>
    public StreamPresence All(Caller caller) => new(
        [.. _attendees.Where(pair => MaySee(caller, pair.Key.Workspace)).Select(pair => Of(caller, pair.Key, pair.Value))], All: true);

    private static bool MaySee(Caller caller, string workspace) =>
        AccessDecision.Held(caller.Grants, [Capabilities.SessionList], workspace).Count > 0;

    private SessionPresence Of(Caller caller, (string Workspace, string Id) session, IReadOnlyList<Attendee> attendees)
    {
        var people = new List<PersonPresent>();
        foreach (var attendee in attendees)
        {
            var own = attendee.Principal == caller.Principal;
            var person = new PersonPresent(
                attendee.Principal, names.OfPrincipal(attendee.Principal), own ? attendee.Device : null, own ? names.OfDevice(attendee.Device) : null, attendee.Types);

            // Which devices somebody else has, and how many, is their own affair.
            var known = people.FindIndex(other => other.Principal == person.Principal && other.Device == person.Device);
            if (known < 0)
            {
                people.Add(person);
            }
            else if (person.Types)
            {
                people[known] = person;
            }
        }

        return new SessionPresence(session.Workspace, session.Id, people);
    }
}
