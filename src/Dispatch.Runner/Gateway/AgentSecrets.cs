using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Dispatch.Protocol;
using Dispatch.Runner.Sessions;

namespace Dispatch.Runner.Gateway;

/// <summary>
/// The secret by which an agent shows which session it is: made of the session, of its process and of a key that lies in the data folder, so that
/// the next runner knows it too. It opens nothing but this runner's gateway, and nothing once that process has ended.
/// </summary>
internal sealed class AgentSecrets(DataFolder data)
{
    private const string Prefix = "dispatch-";
    private const int KeyLength = 32;

    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(data.GatewayKeyFile));

    /// <param name="process">The keeper's name for the process.</param>
    public string Of(string session, Guid process) =>
        $"{Prefix}{session}-{Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.ASCII.GetBytes($"{session}/{process:N}")))}";

    /// <summary>The session that has the secret and still runs; null when there is none.</summary>
    public Session? Find(string secret, SessionRegistry sessions)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal) || secret.IndexOf('-', Prefix.Length) is not (> 0 and var end)
            || sessions.Find(secret[Prefix.Length..end]) is not { Alive: true } session)
        {
            return null;
        }

        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Of(session.Id, session.Log.Process))) ? session : null;
    }

    private static byte[] ReadOrMake(string path)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: KeyLength } kept)
        {
            return kept;
        }

        // Whole or not at all: half of a key would be another one after the next start.
        var made = RandomNumberGenerator.GetBytes(KeyLength);
        var draft = path + ".tmp";
        File.Delete(draft);
        using (var file = new FileStream(draft, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            file.Write(made);
        }

        File.Move(draft, path, overwrite: true);
        return made;
    }
}
