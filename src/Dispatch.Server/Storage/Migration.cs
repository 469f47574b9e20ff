using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Dispatch.Server.Storage;

/// <summary>A numbered script, embedded from <c>Storage/ENGINE/Migrations/NNNN_name.sql</c>. Never changed once released: the checksum is looked at.</summary>
internal sealed record Migration(long Version, string Name, string Sql)
{
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>All of an engine's scripts, by number.</summary>
    public static IReadOnlyList<Migration> Of(string engine)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"migrations/{engine}/";
        var found = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(prefix, StringComparison.Ordinal))
            {
                var file = resource[prefix.Length..^".sql".Length];
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                found.Add(new Migration(long.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), file[5..], reader.ReadToEnd()));
            }
        }

        found.Sort((a, b) => a.Version.CompareTo(b.Version));
        return found;
    }
}
