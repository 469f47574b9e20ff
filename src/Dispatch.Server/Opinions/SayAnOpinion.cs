using Dispatch.Protocol.Access;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Server.Access;
using Dispatch.Server.Hosting;
using Dispatch.Server.Identity;
using Dispatch.Server.Storage;

namespace Dispatch.Server.Opinions;

/// <summary><c>POST /api/opinions</c>: a thumb up or down, with a note or without. It is kept here and goes nowhere else.</summary>
internal static class SayAnOpinion
{
    /// <summary>UTF-16 units, as a browser counts.</summary>
    private const int LongestNote = 2_000;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/opinions", Handle)
        .WithName("sayOpinion").WithSummary("Says how you find Dispatch; it stays on this server").Produces(StatusCodes.Status204NoContent)
        .RequireCapability(Capabilities.SettingsWrite);

    private static async Task<IResult> Handle(SayOpinion opinion, HttpContext context, OpinionStore opinions, TimeProvider time)
    {
        if (opinion.Good is not { } good)
        {
            return new Error(ErrorKind.Invalid, "request.invalid", "The body doesn't say whether it is good; send { \"good\": true } or false.").ToResult();
        }

        var note = Plain(opinion.Note);
        if (note.Length > LongestNote)
        {
            return new Error(ErrorKind.Invalid, "request.invalid", $"The note has {note.Length} characters; {LongestNote} are kept. Shorten it.").ToResult();
        }

        await opinions.AddAsync(context.Caller().Principal, good, note is "" ? null : note, time.NowMilliseconds(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary>Without control characters, some of which a database can't keep.</summary>
    private static string Plain(string? note) => string.Concat((note ?? "").Where(unit => unit is '\n' or '\t' || !char.IsControl(unit))).Trim();
}
