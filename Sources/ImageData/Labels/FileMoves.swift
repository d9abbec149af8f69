import Files
import Glibc

/// The moves by which the files of a folder say what an overlay says. Nothing is moved here.
package struct FileMoves: Sendable, Equatable {
  /// One command of a shell a line.
  package private(set) var commands: [String] = []
  /// Images whose class no folder and no name tells: it stands in a list.
  package private(set) var inLists: [String] = []

  private var taken: Set<[UInt8]> = []
  private var folders: Set<[UInt8]> = []

  /// The moves within the folder that `data` was read from; what is left out goes to a folder beside it.
  package init(_ overlay: LabelOverlay, in data: DataSet, path: String) throws(FileProblem) {
    guard FileKind(of: data.source) == .folder else {
      throw FileProblem(
        path: data.source, reason: "is no folder, so that there is nothing to move",
        remedy: FileKind(of: data.source) == .regular
          ? "unpack it and give the folder, or train with --labels-from" : "train with --labels-from")
    }
    let located = try overlay.located(in: data, path: path)
    guard located.allSatisfy({ !data.images($0.place.part)!.files.isEmpty }) else {
      throw FileProblem(
        path: data.source, reason: "has many images in one file, so that there is nothing to move",
        remedy: "train with --labels-from")
    }
    for (entry, place) in located {
      let file = data.images(place.part)!.files[place.index].path
      guard let target = Self.target(of: file, entry, in: data.source) else {
        inLists.append(file.text)
        continue
      }
      let from = Array(data.source.utf8) + [UInt8(ascii: "/")] + file.bytes
      // Its class was changed in the files already.
      if target == from { continue }
      add(from, to: target)
    }
  }

  /// Where a file belongs; nil where neither its folder nor its name has the class.
  private static func target(of file: EntryPath, _ entry: LabelOverlay.Entry, in folder: String) -> [UInt8]? {
    guard let label = entry.label else { return Array("\(folder).left-out/".utf8) + file.bytes }
    var parts = file.parts.map(\.bytes)
    let (was, now) = (Array(entry.was.utf8), Array(label.utf8))
    if let place = parts.dropLast().lastIndex(where: { $0 == was || $0 == now }) {
      parts[place] = now
    } else if let name = renamed(EntryName(bytes: parts[parts.count - 1]), was, now) {
      parts[parts.count - 1] = name
    } else {
      return nil
    }
    return Array(folder.utf8) + parts.flatMap { [UInt8(ascii: "/")] + $0 }
  }

  /// `0_cat.png` as `0_dog.png`.
  private static func renamed(_ name: EntryName, _ was: [UInt8], _ now: [UInt8]) -> [UInt8]? {
    let stem = Array(name.stemAndExtension.stem)
    if stem.hasEnding([UInt8(ascii: "_")] + now) { return name.bytes }
    guard stem.hasEnding([UInt8(ascii: "_")] + was) else { return nil }
    return stem.dropLast(was.count) + now + name.bytes[stem.count...]
  }

  /// The command for one file, which gets another name where there is one of its own already.
  private mutating func add(_ from: [UInt8], to target: [UInt8]) {
    let folder = Array(target[..<(target.lastIndex(of: UInt8(ascii: "/")) ?? 0)])
    if folders.insert(folder).inserted { commands.append("mkdir -p -- \(ShellQuoting.quoted(folder))") }
    let stem = target.lastIndex(of: UInt8(ascii: ".")).flatMap { $0 > folder.count ? $0 : nil } ?? target.count
    var (free, number) = (target, 2)
    while taken.contains(free) || access(free.map(CChar.init(bitPattern:)) + [0], F_OK) == 0 {
      free = target[..<stem] + Array("-\(number)".utf8) + target[stem...]
      number += 1
    }
    taken.insert(free)
    commands.append("mv -n -- \(ShellQuoting.quoted(from)) \(ShellQuoting.quoted(free))")
  }
}

extension [UInt8] {
  fileprivate func hasEnding(_ ending: [UInt8]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
