using Dispatch.Protocol.Feed;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Feed;

/// <summary>
/// What changed of who is on which session since it was told last. Looked up when somebody comes, goes or begins to type, and every second
/// while somebody types: nothing is counted or noted with each key.
/// </summary>
internal sealed class PresenceNews(SessionRegistry sessions)
{
    private readonly Dictionary<(string Workspace, string Id), List<Attendee>> _told = [];

    /// <summary>Whether anybody types: it is to be looked up again soon.</summary>
    public bool Typing => _told.Values.Any(static attendees => attendees.Any(static attendee => attendee.Types));

    public IReadOnlyList<FeedPresence> Next()
    {
        var news = new List<FeedPresence>();
        foreach (var session in sessions.All)
        {
            if (!session.Clients.IsEmpty || _told.ContainsKey((session.Workspace.Id, session.Id)))
            {
                Look((session.Workspace.Id, session.Id), Attendees(session), news);
            }
        }

        foreach (var gone in _told.Keys.Where(at => sessions.Find(at.Workspace, at.Id) is null).ToList())
        {
            Look(gone, [], news);
        }

        return news;
    }

    private void Look((string Workspace, string Id) at, List<Attendee> now, List<FeedPresence> news)
    {
        if (now.SequenceEqual(_told.GetValueOrDefault(at) ?? []))
        {
            return;
        }

        news.Add(new FeedPresence(at.Workspace, at.Id, now));
        if (now.Count > 0)
        {
            _told[at] = now;
        }
        else
        {
            _told.Remove(at);
        }
    }

    private static List<Attendee> Attendees(Session session)
    {
        var typist = session.Typing.Typist;
        var attendees = new List<Attendee>();
        foreach (var client in session.Clients)
        {
            var types = client == typist;
            if (!client.Looks && !types)
            {
                continue;
            }

            var known = attendees.FindIndex(other => other.Principal == client.Principal && other.Device == client.Device);
            if (known < 0)
            {
                attendees.Add(new Attendee(client.Principal, client.Device, types));
            }
            else if (types)
            {
                attendees[known] = attendees[known] with { Types = true };
            }
        }

        return attendees;
    }
}
