"""Names beside the points of a chart do not lie over one another."""

from cluster_map.strength.naming import Plot, Point, named_apart
from cluster_map.ui import strength_charts

PLOT = Plot(width=300, height=300, letter=10)


def named(points, order=None, plot=PLOT):
    return named_apart([Point(*point) for point in points], order or range(len(points)), plot)


FAR = [("Aomori", 0, 0), ("Zama", 10, 10)]


def test_points_far_apart_are_all_named():
    assert named(FAR) == {0, 1}


def test_of_two_at_one_place_the_first_in_order_is_named():
    crowd = [*FAR, ("Gifu", 5, 5), ("Gunma", 5, 5)]
    assert named(crowd) == {0, 1, 2}
    assert named(crowd, order=[3, 2, 1, 0]) == {0, 1, 3}


def test_one_above_the_other_is_named_where_there_is_a_line_between():
    assert named([*FAR, ("Gifu", 5, 5), ("Gunma", 5, 5.5)]) == {0, 1, 2, 3}
    assert named([*FAR, ("Gunma", 5, 5.3), ("Gifu", 5, 5)]) == {0, 1, 2}


def test_a_name_lies_over_no_other_circle_but_the_first_is_named_in_any_case():
    crowd = [*FAR, ("Gifu", 5, 5), ("Gunma", 5, 5.3, 12)]
    assert named(crowd) == {0, 1, 3}
    assert named(crowd, order=[2, 0, 1, 3]) == {0, 1, 2, 3}


def test_a_name_stands_above_its_circle():
    assert PLOT.lift(Point("Gifu", 0, 0, 20)) == 20 + PLOT.lift(Point("Gifu", 0, 0))


def test_a_wider_chart_names_whoever_a_narrow_one_names_and_more():
    crowd = [*FAR, ("Fukushima", 5, 5), ("Kagoshima", 6, 5), ("Hiroshima", 7, 5)]
    narrow, wide = named(crowd), named(crowd, plot=Plot(width=1200, height=300, letter=10))
    assert narrow < wide == {0, 1, 2, 3, 4}


def test_japanese_letters_are_twice_as_wide():
    assert Plot(1, 1).width_of("大分県") > 1.5 * Plot(1, 1).width_of("abc")


def test_points_that_do_not_differ_are_no_fault():
    assert named([("Oita", 1, 1)]) == {0}


def test_a_scatter_names_the_chosen_place_at_any_width_and_never_fewer_where_it_is_wide():
    crowd = [
        {"name": f"Place {n}", "x": 1 + n / 500, "y": n % 3, "size": n, "chosen": n == 3} for n in range(200)
    ]
    values = strength_charts.scatter(crowd, "x", "y", "size")["data"]["values"]
    narrow, wide = ({row["name"] for row in values if row[column]} for column in ("narrow", "wide"))
    assert "Place 3" in narrow & wide
    assert len(narrow) < len(wide) < len(crowd)
    assert strength_charts.scatter([], "x", "y", "size")["data"]["values"] == []
