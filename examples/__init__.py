"""
The example congress: fictional people, programme, targets, polls and documents, made by ``python -m examples.make``.

Modelled on the first Congress of the Ho Chi Minh City Trade Unions (December 2025). Places and order of business are
real; every person, company, figure and text is invented.
"""
