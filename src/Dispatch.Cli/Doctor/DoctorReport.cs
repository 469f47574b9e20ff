using System.Text.Json.Serialization;

namespace Dispatch.Cli.Doctor;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Data">The data folder that was looked at.</param>
/// <param name="Problems">How many findings are problems; the exit code is 0 only when none is.</param>
/// <param name="Warnings">How many are warnings.</param>
internal sealed record DoctorReport(string Data, int Problems, int Warnings, IReadOnlyList<Finding> Findings)
{
    public static DoctorReport Of(string data, IReadOnlyList<Finding> findings) => new(
        data,
        findings.Count(finding => finding.Verdict == Verdict.Problem),
        findings.Count(finding => finding.Verdict == Verdict.Warning),
        findings);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(DoctorReport))]
internal sealed partial class DoctorJson : JsonSerializerContext;
