using System.Text.Json.Serialization;

namespace Dispatch.Cli.Doctor;

/// <summary>What a check found, and what to do about it.</summary>
/// <param name="Check">The check's name, one word.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Found">What is so, in one sentence.</param>
/// <param name="Next">What to do; null when nothing has to be done.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Found, string? Next)
{
    public static Finding Ok(string check, string found) => new(check, Verdict.Ok, found, null);

    public static Finding Warning(string check, string found, string next) => new(check, Verdict.Warning, found, next);

    public static Finding Problem(string check, string found, string next) => new(check, Verdict.Problem, found, next);
}

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It works, and may not for long.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something doesn't work, or won't start.</summary>
    [JsonStringEnumMemberName("problem")]
    Problem,
}
