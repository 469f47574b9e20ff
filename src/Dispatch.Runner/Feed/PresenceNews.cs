using Dispatch.Protocol.Feed;
using Dispatch.Runner.Sessions;
using Dispatch.Runner.Workspaces;

namespace Dispatch.Runner.Feed;

/// <summary>
/// What changed of who is on which session since it was told last. Looked up when somebody comes, goes or begins to type, and every second
/// while somebody types: nothing is counted or noted with each key.
/// </summary>
internal sealed class PresenceNews(Workspace workspace, SessionRegistry sessions)
{
    private readonly Dictionary<string, List<Attendee>> _told = [];

    /// <summary>Whether anybody types: it is to be looked up again soon.</summary>
    public bool Typing => _told.Values.Any(static attendees => attendees.Any(static attendee => attendee.Types));

    public IReadOnlyList<FeedPresence> Next()
    {
        var news = new List<FeedPresence>();
        foreach (var session in sessions.All)
        {
            if (session.Workspace == workspace && (!session.Clients.IsEmpty || _told.ContainsKey(session.Id)))
            {
                Look(session.Id, Attendees(session), news);
            }
        }

        foreach (var gone in _told.Keys.Where(id => sessions.Find(workspace.Id, id) is null).ToList())
        {
            Look(gone, [], news);
        }

        return news;
    }

    private void Look(string id, List<Attendee> now, List<FeedPresence> news)
    {
        if (now.SequenceEqual(_told.GetValueOrDefault(id) ?? []))
        {
            return;
        }

        news.Add(new FeedPresence(workspace.Id, id, now));
        if (now.Count > 0)
        {
            _told[id] = now;
        }
        else
        {
            _told.Remove(id);
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
