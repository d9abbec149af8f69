import Experiments
import Foundation
import Screen
import Training

extension LabRuntime {
  func listRuns() { mailbox.post(.runsListed(store.list().map { RunRow($0) })) }

  func loadRun(_ id: String) {
    do {
      let listing = try store.find(id)
      mailbox.post(.runLoaded(RunCurves(listing), RunRow(listing)))
    } catch {
      mailbox.post(.failed("\(error)"))
    }
  }

  func deleteRun(_ id: String) {
    do {
      try store.delete(id)
      mailbox.post(.runDeleted(id))
    } catch {
      mailbox.post(.failed("\(error)"))
    }
  }
}

extension RunRow {
  /// A folder of the store as a row, its date as the clocks of `timeZone` had it.
  init(_ listing: RunListing, timeZone: TimeZone = .current) {
    let document = listing.document
    let date = document.map { document in
      let format = Date.VerbatimFormatStyle(
        format:
          "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
        timeZone: timeZone, calendar: Calendar(identifier: .gregorian))
      return Date(timeIntervalSince1970: document.created).formatted(format)
    }
    self.init(
      id: listing.name, recipe: document?.recipe, network: document?.recipe.network ?? listing.name,
      widths: document?.recipe.widths ?? [], parameters: document?.parameters, accuracy: document?.result.accuracy,
      loss: document?.result.validLoss, seconds: document?.result.seconds, epochs: document?.result.epochs ?? 0,
      standing: listing.standing, isDamaged: document == nil, date: date ?? "")
  }
}

extension RunCurves {
  /// The figures that a run left in its folder, all or those from before a position.
  init(_ listing: RunListing, before position: TrainingPosition? = nil) {
    self.init(name: listing.name)
    let images = listing.document?.data.trainImages ?? 0
    let batchSize = listing.document?.recipe.batchSize ?? 1
    let batches = (images + batchSize - 1) / batchSize
    for row in listing.steps() where row.step < position?.step ?? .max {
      take(
        StepRecord(
          step: row.step, epoch: 0, fit: 0, learningRate: row.learningRate, loss: row.loss, smoothed: row.smoothed,
          images: 0, seconds: 0))
    }
    for row in listing.epochs() where row.epoch < position?.epoch ?? .max {
      take(
        EpochRecord(
          epoch: row.epoch, fit: row.fit, learningRate: row.learningRate, trainLoss: row.trainLoss,
          validLoss: row.validLoss, accuracy: row.accuracy, seconds: row.seconds, imagesPerSecond: 0,
          validationSeconds: 0, step: (row.epoch + 1) * batches))
    }
  }
}
