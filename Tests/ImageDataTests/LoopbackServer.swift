import Foundation
import Glibc
import Synchronization

/// A web server for one file on the loopback interface, one request at a time.
final class LoopbackServer: @unchecked Sendable {
  struct Behaviour {
    var honoursRange = true
    /// Bytes of the body after which the connection is closed.
    var cutAfter: Int?
    var status = 200
    /// Waits after the first half of the body until the server is stopped.
    var stalls = false
  }

  let port: UInt16
  private let listener: Int32
  private let content: [UInt8]
  private let behaviour: Behaviour
  private let log = Mutex<[String]>([])
  private let stopping = Atomic<Bool>(false)
  private let ended = DispatchSemaphore(value: 0)

  /// The first line and the range of each request.
  var requests: [String] { log.withLock { $0 } }
  var url: String { "http://127.0.0.1:\(port)/file" }

  init(_ content: [UInt8], _ behaviour: Behaviour = Behaviour()) {
    self.content = content
    self.behaviour = behaviour
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let size = length
    let opened = listener
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(opened, $0, size)
        _ = getsockname(opened, $0, &length)
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    listen(listener, 8)
    Thread.detachNewThread { [self] in serve() }
  }

  /// Ends the server; its thread holds it until then.
  func stop() {
    stopping.store(true, ordering: .relaxed)
    shutdown(listener, Int32(SHUT_RDWR))
    ended.wait()
    close(listener)
  }

  private func serve() {
    while !stopping.load(ordering: .relaxed) {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { break }
      answer(connection)
      close(connection)
    }
    ended.signal()
  }

  private func answer(_ connection: Int32) {
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !String(decoding: request, as: UTF8.self).contains("\r\n\r\n") {
      let got = recv(connection, &buffer, buffer.count, 0)
      guard got > 0 else { return }
      request += buffer[0..<got]
    }
    let lines = String(decoding: request, as: UTF8.self).components(separatedBy: "\r\n")
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    log.withLock { $0.append(lines[0] + (range.map { " " + $0.dropFirst(7) } ?? "")) }
    let start = behaviour.honoursRange ? range.flatMap { Int($0.dropFirst(13).dropLast()) } ?? 0 : 0
    let status = behaviour.status != 200 ? behaviour.status : start > 0 ? 206 : 200
    let body = status >= 400 ? [] : Array(content.dropFirst(start))
    var head = "HTTP/1.1 \(status) -\r\nContent-Length: \(body.count)\r\nConnection: close\r\n"
    if status == 206 { head += "Content-Range: bytes \(start)-\(content.count - 1)/\(content.count)\r\n" }
    write(Array((head + "\r\n").utf8), connection)
    let sent = behaviour.stalls ? body.count / 2 : min(behaviour.cutAfter ?? .max, body.count)
    write(Array(body.prefix(sent)), connection)
    while behaviour.stalls, !stopping.load(ordering: .relaxed) { usleep(5_000) }
  }

  private func write(_ bytes: [UInt8], _ connection: Int32) {
    var done = 0
    while done < bytes.count {
      let sent = bytes.withUnsafeBytes {
        send(connection, $0.baseAddress! + done, bytes.count - done, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      done += sent
    }
  }
}
