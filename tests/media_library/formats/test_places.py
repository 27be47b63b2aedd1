import pytest

from media_library.formats.places import Place, parse_iso6709


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("+32.0929+034.8620+028.516/", Place(32.0929, 34.862, 28.516)),
        ("+51.4169-000.0806/", Place(51.4169, -0.0806)),
        ("-4916.50-12311.25/", Place(-(49 + 16.5 / 60), -(123 + 11.25 / 60))),  # minutes, by hand
        ("+491630.0+1231115.0/", Place(49 + 16 / 60 + 30 / 3600, 123 + 11 / 60 + 15 / 3600)),
        ("+49.25+086.01+1200CRSWGS_84/", Place(49.25, 86.01, 1200)),
    ],
)
def test_places_of_iso_6709_become_degrees(written, place):
    found = parse_iso6709(written)
    assert found is not None
    assert (found.latitude, found.longitude) == pytest.approx((place.latitude, place.longitude), abs=1e-6)
    assert found.altitude_m == place.altitude_m


@pytest.mark.parametrize("written", ["", "here", "+91.0+000.0/", "+10.0/", "+10.0+190.0/"])
def test_what_is_no_place_is_none(written):
    assert parse_iso6709(written) is None
