namespace Dispatch.Protocol.Upgrades;

/// <summary>What <c>Dispatch.Runner --prove</c> prints when it can go on with the logs of a data folder.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="KeeperProtocol">The version of the keeper's protocol that it speaks: a keeper that speaks another one can't be gone on with.</param>
/// <param name="Sessions">How many sessions it found in the copy.</param>
/// <param name="Events">How many events it read.</param>
public sealed record RunnerProof(string Version, int KeeperProtocol, int Sessions, long Events);
