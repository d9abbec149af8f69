import Foundation

/// Small pictures in base64, made with Pillow 11 from arrays of numpy.
enum Pictures {
  /// 24×24 pixels; row y and column x hold (10x, 10y, 3xy mod 256), saved with quality 60.
  static let jpeg = bytes(
    """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxO
      UlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P
      T09PT09PT0//wAARCAAYABgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF
      BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW
      V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi
      4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC
      AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm
      Z2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq
      8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDhrayzjitODTwBlgAKv2doAu4jgVoQWn8bjJPQVrT9mqalJXbFg8Y77mfDZJ/Chb8KK34r
      TnDDPHQcAUVjOrTT1svl/wAB/mfTUcY+XcbbWn7tVx1NaENrzuAHPA46CiiuP2suReSX/tv+bPzjB1JF+C04wBx2H9TRRRXNzNq5
      9NRqy5T/2Q==
    """)
  /// The same in grey.
  static let greyJPEG = bytes(
    """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7
      gYKBTmCNl4x9lnN+gXz/wAALCAAYABgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF
      BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW
      V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi
      4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/AOaits9qux2gAyeKsx2y9lJot4ABkirUcH8TDJ7CrSQeo/DtSQwfIB61ajg74+n0
      q1Hb9gOPSv/Z
    """)
  /// The same in colour, progressive, with quality 40.
  static let progressiveJPEG = bytes(
    """
      /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7
      gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8
      fHx8fHx8fHz/wgARCAAYABgDASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAMEBf/EABgBAAIDAAAAAAAAAAAAAAAAAAEE
      AgMF/9oADAMBAAIQAxAAAAHmXpUiTUDqpVj1EHf/xAAXEAEBAQEAAAAAAAAAAAAAAAABAAIR/9oACAEBAAEFAjMZjNkguQQRm//E
      ABcRAQEBAQAAAAAAAAAAAAAAAAIAASH/2gAIAQMBAT8BDi+Q2zb/xAAYEQADAQEAAAAAAAAAAAAAAAAAAREQIf/aAAgBAgEBPwFS
      DaLzP//EABQQAQAAAAAAAAAAAAAAAAAAADD/2gAIAQEABj8CH//EABkQAAMAAwAAAAAAAAAAAAAAAAABECFBUf/aAAgBAQABPyGC
      jkdrEcdT/9oADAMBAAIAAwAAABC/0MP/xAAXEQADAQAAAAAAAAAAAAAAAAAAARAR/9oACAEDAQE/EJp4/D//xAAbEQADAAIDAAAA
      AAAAAAAAAAAAARFR8CFx0f/aAAgBAgEBPxCCNrkqxvTLjcelp//EABsQAAICAwEAAAAAAAAAAAAAAAABEUEhUXGB/9oACAEBAAE/
      EJ6EpS8FJmJSlopJdI3ryjDWy2OcKEsaP//Z
    """)

  static let greyPNG = bytes(
    """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNgCGBY8B8AA4UB8Nm1qigAAAAASUVORK5CYII=
    """)
  static let greyAlphaPNG = bytes(
    """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAQAAADYv8WvAAAAEklEQVR4nGPgEjnxnyGlwYgBAA/qAvwXvOo+AAAAAElFTkSuQmCC
    """)
  static let alphaPNG = bytes(
    """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAYAAABytg0kAAAAGklEQVR4nGPkEpH7vy9ApJGBkYmZ4f////UALqwGYpp6XW0AAAAA
      SUVORK5CYII=
    """)
  static let palettePNG = bytes(
    """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACAgMAAAAP2OW3AAAACVBMVEUBAgMoMjzI0tzO4TVdAAAADElEQVR4nGMQYJgAAADEAKEW
      XLqWAAAAAElFTkSuQmCC
    """)
  static let sixteenBitsPNG = bytes(
    """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACEAAAAAAHTY67AAAAEklEQVR4nGNgYGhgYPr//6wvAAx0A5uSDKY+AAAAAElFTkSuQmCC
    """)
  static let oneBitPNG = bytes(
    """
      iVBORw0KGgoAAAANSUhEUgAAAAIAAAACAQAAAABazTCJAAAADElEQVR4nGNwYHIAAAEIAIMYhovOAAAAAElFTkSuQmCC
    """)

  private static func bytes(_ base64: String) -> [UInt8] {
    [UInt8](Data(base64Encoded: base64, options: .ignoreUnknownCharacters)!)
  }

  /// The same PNG with a chunk of EXIF after its header, which ends at byte 33: it is to be turned so.
  static func turned(_ png: [UInt8], _ orientation: UInt8) -> [UInt8] {
    let exif: [UInt8] = [77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
    let chunk = [0, 0, 0, UInt8(exif.count)] + Array("eXIf".utf8) + exif + [0, 0, 0, 0]
    return Checksums.repairPNG(Array(png[..<33]) + chunk + png[33...])
  }

  /// The same PNG with a packet of XMP after its header.
  static func withXMP(_ png: [UInt8], _ packet: String) -> [UInt8] {
    let text = Array("XML:com.adobe.xmp\0\0\0\0\0\(packet)".utf8)
    let chunk = [0, 0, 0, UInt8(text.count)] + Array("iTXt".utf8) + text + [0, 0, 0, 0]
    return Checksums.repairPNG(Array(png[..<33]) + chunk + png[33...])
  }
}
