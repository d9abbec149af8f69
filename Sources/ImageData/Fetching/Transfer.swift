import Foundation
import FoundationNetworking
import Synchronization

/// One HTTP request whose body is appended to a file as it comes.
final class Transfer: NSObject, URLSessionDataDelegate, Sendable {
  private let url: String
  private let expected: Int
  private let file: PartFile
  private let resumedFrom: Int
  private let progress: @Sendable (FetchProgress) -> Void
  private let failure = Mutex<FetchError?>(nil)
  private let ended = DispatchSemaphore(value: 0)

  /// Gets what `file` lacks of `expected` bytes at `url`.
  init(url: String, expected: Int, file: PartFile, progress: @escaping @Sendable (FetchProgress) -> Void) {
    self.url = url
    self.expected = expected
    self.file = file
    self.progress = progress
    resumedFrom = file.count
  }

  /// Returns when all bytes are in the file.
  func run(isCancelled: () -> Bool) throws(FetchError) {
    guard let address = URL(string: url) else { throw .network(url: url, reason: "it is no address", received: 0) }
    let configuration = URLSessionConfiguration.ephemeral
    // Of silence, not of the whole transfer.
    configuration.timeoutIntervalForRequest = 30
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    var request = URLRequest(url: address)
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if resumedFrom > 0 { request.setValue("bytes=\(resumedFrom)-", forHTTPHeaderField: "Range") }
    let task = session.dataTask(with: request)
    task.resume()
    while ended.wait(timeout: .now() + .milliseconds(100)) == .timedOut {
      if isCancelled() { stop(task, .cancelled(received: file.count)) }
    }
    if let failure = failure.withLock({ $0 }) {
      if case .cancelled = failure { throw .cancelled(received: file.count) }
      throw failure
    }
    guard file.count == expected else {
      throw .network(url: url, reason: "the connection ended early", received: file.count)
    }
  }

  /// The first failure is the one that is told.
  private func stop(_ task: URLSessionTask, _ error: FetchError) {
    failure.withLock { $0 = $0 ?? error }
    task.cancel()
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    do throws(FetchError) {
      try judge(response)
      completionHandler(.allow)
    } catch {
      failure.withLock { $0 = $0 ?? error }
      completionHandler(.cancel)
    }
  }

  /// Only the whole file or its missing end will do. A server that ignores the range sends it from the beginning.
  private func judge(_ response: URLResponse) throws(FetchError) {
    guard let response = response as? HTTPURLResponse else { throw .refused(url: url, status: 0) }
    switch response.statusCode {
    case 200: try file.empty()
    case 206:
      let range = response.value(forHTTPHeaderField: "Content-Range") ?? ""
      guard range.hasPrefix("bytes \(resumedFrom)-") else { throw .refused(url: url, status: 206) }
    case 416:
      // What is here does not belong to what is there: the next try starts at the beginning.
      try file.empty()
      throw .refused(url: url, status: 416)
    default: throw .refused(url: url, status: response.statusCode)
    }
    let coming = Int(response.expectedContentLength)
    guard coming < 0 || file.count + coming == expected else {
      throw .wrongSize(url: url, bytes: file.count + coming, expected: expected)
    }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard failure.withLock({ $0 == nil }) else { return }
    do throws(FetchError) {
      guard file.count + data.count <= expected else {
        throw .wrongSize(url: url, bytes: file.count + data.count, expected: expected)
      }
      try file.append([UInt8](data))
      progress(FetchProgress(received: file.count, expected: expected, resumedFrom: resumedFrom))
    } catch {
      stop(dataTask, error)
    }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    if let error {
      failure.withLock {
        $0 = $0 ?? .network(url: url, reason: error.localizedDescription, received: file.count)
      }
    }
    ended.signal()
  }
}
