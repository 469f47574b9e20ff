using System.Text.Json;
using System.Text.Json.Serialization;
using Dispatch.Protocol.Attach;
using Dispatch.Protocol.Feed;
using Dispatch.Protocol.Files;
using Dispatch.Protocol.Kinds;
using Dispatch.Protocol.Layouts;
using Dispatch.Protocol.Logs;
using Dispatch.Protocol.Problems;
using Dispatch.Protocol.Server;
using Dispatch.Protocol.Sessions;
using Dispatch.Protocol.Settings;
using Dispatch.Protocol.Templates;
using Dispatch.Protocol.Upgrades;

namespace Dispatch.Protocol;

/// <summary>How everything that crosses a process boundary is written as JSON: camel case, absent for null, enums in lower case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(RunnerProof))]
[JsonSerializable(typeof(DiskLimits))]
[JsonSerializable(typeof(ClientMessage))]
[JsonSerializable(typeof(SessionMessage))]
[JsonSerializable(typeof(FeedMessage))]
[JsonSerializable(typeof(StreamMessage))]
[JsonSerializable(typeof(ToKind))]
[JsonSerializable(typeof(FromKind))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(SessionInfo))]
[JsonSerializable(typeof(SessionList))]
[JsonSerializable(typeof(WorkspaceList))]
[JsonSerializable(typeof(TemplateList))]
[JsonSerializable(typeof(CreateWorkspace))]
[JsonSerializable(typeof(ChangeWorkspace))]
[JsonSerializable(typeof(WorkspaceRemoval))]
[JsonSerializable(typeof(CloneRepository))]
[JsonSerializable(typeof(CloneList))]
[JsonSerializable(typeof(VariableList))]
[JsonSerializable(typeof(SetVariable))]
[JsonSerializable(typeof(SecretList))]
[JsonSerializable(typeof(RunnerSecrets))]
[JsonSerializable(typeof(CreateSession))]
[JsonSerializable(typeof(RenameSession))]
[JsonSerializable(typeof(EndSession))]
[JsonSerializable(typeof(SessionCreated))]
[JsonSerializable(typeof(SessionStarted))]
[JsonSerializable(typeof(SessionFailed))]
[JsonSerializable(typeof(SessionRenamed))]
[JsonSerializable(typeof(SessionExited))]
[JsonSerializable(typeof(SessionLost))]
[JsonSerializable(typeof(TerminalResized))]
[JsonSerializable(typeof(CommandStarted))]
[JsonSerializable(typeof(CommandEnded))]
[JsonSerializable(typeof(TitleChanged))]
[JsonSerializable(typeof(FolderChanged))]
[JsonSerializable(typeof(Notified))]
[JsonSerializable(typeof(CommandList))]
[JsonSerializable(typeof(LogReport))]
[JsonSerializable(typeof(LogReportList))]
[JsonSerializable(typeof(RetentionReport))]
[JsonSerializable(typeof(Timeline))]
[JsonSerializable(typeof(RecordedEvent))]
[JsonSerializable(typeof(RecordingEnd))]
[JsonSerializable(typeof(RunnerStatus))]
[JsonSerializable(typeof(ServerStatus))]
[JsonSerializable(typeof(ServerStateFile))]
[JsonSerializable(typeof(SignInWithKey))]
[JsonSerializable(typeof(SignInWithLink))]
[JsonSerializable(typeof(SignInLink))]
[JsonSerializable(typeof(Me))]
[JsonSerializable(typeof(DeviceList))]
[JsonSerializable(typeof(Layout))]
[JsonSerializable(typeof(SettingsLayerList))]
[JsonSerializable(typeof(ChangeSettings))]
[JsonSerializable(typeof(SortedDictionary<string, JsonElement>))]
[JsonSerializable(typeof(NotificationList))]
[JsonSerializable(typeof(ReadNotifications))]
[JsonSerializable(typeof(SayOpinion))]
[JsonSerializable(typeof(OpinionReport))]
[JsonSerializable(typeof(LogLine))]
[JsonSerializable(typeof(LogLevelList))]
[JsonSerializable(typeof(SetLogLevel))]
[JsonSerializable(typeof(FileDetails))]
[JsonSerializable(typeof(FolderListing))]
[JsonSerializable(typeof(MakeFolder))]
[JsonSerializable(typeof(MoveFile))]
[JsonSerializable(typeof(SetFileMode))]
[JsonSerializable(typeof(MakeLink))]
[JsonSerializable(typeof(TrashFiles))]
[JsonSerializable(typeof(Trashed))]
[JsonSerializable(typeof(TrashItem))]
[JsonSerializable(typeof(TrashList))]
[JsonSerializable(typeof(Restored))]
[JsonSerializable(typeof(BeginUpload))]
[JsonSerializable(typeof(Upload))]
[JsonSerializable(typeof(ToWatch))]
[JsonSerializable(typeof(FromWatch))]
[JsonSerializable(typeof(FoundFiles))]
[JsonSerializable(typeof(SearchFiles))]
[JsonSerializable(typeof(SearchLine))]
[JsonSerializable(typeof(ReplaceInFiles))]
[JsonSerializable(typeof(Replaced))]
[JsonSerializable(typeof(KeepDraft))]
[JsonSerializable(typeof(Draft))]
[JsonSerializable(typeof(DraftList))]
[JsonSerializable(typeof(GitStatus))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class Wire : JsonSerializerContext;
