import Foundation
import Testing

@testable import Posix

@Suite struct WallClockTests {
  @Test func itIsNow() {
    #expect(abs(WallClock.secondsSince1970 - Date().timeIntervalSince1970) < 5)
  }
}
